internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Products and stock from a file: checked first, shown what would change, then written as a whole.
enum DeskImport {
  private static let path = "/desk/products/files/import"

  static let routes: [Route] = [
    ShopDesk.routes.page(path, "showDeskImport", .editProducts, show),
    ShopDesk.routes.act(
      "/desk/products/files/{kind}",
      "downloadAtDesk",
      .editProducts,
      parameters: [.path("kind", .choice(ImportKind.allCases.map(\.rawValue)), "What it holds.")],
      show: show
    ) { request, _, database in
      guard let kind = ImportKind(rawValue: try request.path("kind")) else {
        throw WebRefusal(.notFound)
      }
      return try await download(kind, request.tenant, database)
    },
    ShopDesk.routes.act(
      "\(path)/check",
      "checkImportAtDesk",
      .editProducts,
      body: DeskFile.body,
      show: show
    ) { request, actor, database in
      try await take(request, actor, database, isDryRun: true)
    },
    ShopDesk.routes.act(
      path,
      "importAtDesk",
      .editProducts,
      body: DeskFile.body,
      show: show
    ) { request, actor, database in
      try await take(request, actor, database, isDryRun: false)
    },
  ]

  /// How many bytes a download may have; more is written by the command line.
  private static let downloadLimit = 8 << 20

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let categories = try await request.scope.categories(in: ShopView(request))
    let choices = categories.flatMap { top in
      [(value: top.slug, label: top.name)]
        + top.children.map { (value: $0.slug, label: "\(top.name) / \($0.name)") }
    }
    let category = DeskForm.Field.choice(
      "category",
      texts["desk.import.category"],
      choices,
      required: false
    )
    let sections = ImportKind.allCases.enumerated().map { index, kind -> View in
      let form = DeskForm(
        path: "\(path)/check",
        submit: texts["desk.import.check"],
        fields: [.init(name: "file", label: texts["desk.file.file"], type: "file")]
          + (kind == .products ? [category] : []),
        hidden: [("kind", kind.rawValue)],
        hint: texts["desk.import.hint.\(kind.rawValue)"],
        isUpload: true
      )
      let sample = DeskForm(
        path: "/desk/products/files/\(kind.rawValue)",
        submit: texts["desk.import.sample"],
        hint: texts["desk.import.sampleHint"],
        isQuiet: true,
        isDownload: true
      )
      return [
        "title": texts["desk.import.\(kind.rawValue)"],
        "forms": DeskForm.views([form, sample], frame, from: 2 * index),
      ]
    }
    return try frame.sheet(
      texts["desk.import.title"],
      sections,
      back: request.url("/desk/products"),
      backName: texts["desk.nav.products"],
      notice: notice
    )
  }

  /// What the shop has, in the columns in which it is taken in: the file to begin with.
  private static func download(
    _ kind: ImportKind,
    _ tenant: TenantSnapshot,
    _ database: TenantDatabase
  ) async throws -> Reply {
    var bytes: [UInt8] = []
    let export = ShopExport(of: kind, from: tenant, database: database)
    _ = try await export.run(hasMark: true) { part in
      bytes += part
      guard bytes.count <= downloadLimit else {
        throw WebRefusal(.bodyTooLarge, details: ["limit_bytes": .integer(Int64(downloadLimit))])
      }
    }
    return DeskFile.reply(bytes, named: "\(kind.rawValue).csv")
  }

  private static func take(
    _ request: TenantRequest,
    _ actor: Actor,
    _ database: TenantDatabase,
    isDryRun: Bool
  ) async throws -> Reply {
    let (name, bytes) = try DeskFile.sent(request)
    guard let kind = request.form["kind"].flatMap(ImportKind.init) else {
      throw request.form.refusal("kind", "must be products or stock")
    }
    var options = ImportOptions()
    options.isDryRun = isDryRun
    // All of a file that is sent here is one transaction: it is taken in whole or not at all.
    options.batchRows = .max
    let foreign =
      isDryRun && kind == .products
      ? try ForeignProducts.read(
        ImportSource(name: name, bytes: bytes),
        into: request.form["category"] ?? "",
        request.tenant.locales
      ) : nil
    guard foreign == nil || request.form["category"] != nil else {
      throw StorefrontRefusal(.categoryNotFound)
    }
    let ours = foreign?.bytes ?? bytes
    var problems: [ImportProblem] = []
    let result = try await ShopImport(
      of: kind,
      from: ImportSource(name: name, bytes: ours),
      into: request.tenant,
      database: database,
      by: actor,
      pictures: TenantFolder(url: URL(filePath: "/dev/null/pictures"))
    )
    .run(options) { problems.append($0) }
    let frame = try await DeskFrame.load(request)
    return try page(
      DeskImportResult(
        kind: kind,
        name: name,
        result: result,
        problems: problems,
        foreign: foreign
      ),
      isDryRun ? ours : nil,
      frame
    )
  }

  private static func page(
    _ outcome: DeskImportResult,
    _ bytes: [UInt8]?,
    _ frame: DeskFrame
  ) throws -> Reply {
    let (texts, request, counts) = (frame.texts, frame.request, outcome.result.counts)
    let isHeldBack = outcome.result.isHeldBack
    let changes = counts.created + counts.updated
    var facts: [(String, Int)] = [("rows", outcome.result.rows)]
    facts +=
      isHeldBack
      ? [("bad", outcome.result.badRows)]
      : [("created", counts.created), ("updated", counts.updated), ("unchanged", counts.unchanged)]
    var forms: [DeskForm] = []
    if let bytes, !isHeldBack, changes > 0 {
      forms.append(
        DeskForm(
          path: path,
          submit: texts["desk.import.write", ["count": "\(changes)"]],
          hidden: [
            ("kind", outcome.kind.rawValue), ("name", outcome.name),
            ("checked", Data(bytes).base64EncodedString()),
          ],
          hint: texts["desk.import.writeHint"],
          isUpload: true
        )
      )
    }
    let about: View = [
      "title": outcome.name.isEmpty ? texts["desk.import.\(outcome.kind.rawValue)"] : outcome.name,
      "text": isHeldBack
        ? texts["desk.import.heldBack"]
        : bytes != nil && changes == 0
          ? texts["desk.import.nothing"]
          : outcome.foreign.map { texts["desk.import.foreign.\($0.dialect.rawValue)"] },
      "facts": facts.map { View.fact(texts["desk.import.fact.\($0.0)"], "\($0.1)") },
      "forms": DeskForm.views(forms, frame),
    ]
    let isWritten = bytes == nil && !isHeldBack
    let next: [View] =
      isWritten
      ? [
        [
          "href": outcome.kind == .products
            ? request.url("/desk/products", ["state": "draft"]) : request.url("/desk/stock"),
          "name": texts["desk.import.next.\(outcome.kind.rawValue)"],
        ]
      ] : []
    return try frame.sheet(
      texts["desk.import.title"],
      [about]
        + (outcome.result.problems == 0
          ? []
          : [
            DeskFile.problems(
              outcome.problems,
              of: outcome.result.problems,
              texts,
              rows: outcome.foreign?.rows
            )
          ]),
      back: request.url(path),
      backName: texts["desk.import.again"],
      links: next,
      done: isWritten ? texts["desk.import.done", ["count": "\(changes)"]] : nil,
      // A check that found mistakes did what was asked.
      status: isHeldBack && bytes == nil ? .unprocessableContent : .ok
    )
  }
}

/// What came of a file.
struct DeskImportResult {
  let kind: ImportKind
  let name: String
  let result: ImportResult
  let problems: [ImportProblem]
  /// What the file was before, where another shop system wrote it.
  let foreign: ForeignProducts?
}

import Foundation
import HTTPTypes
import TenantStore
import TenantWeb

/// A module of the tests: notes in the audit trail, by page and by API.
enum Probe {
  struct Settings: ModuleSettings {
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }

  static let module = TenantModule(name: "probe", settings: Settings.self, migrations: [])
  static let absentModule = TenantModule(name: "absent", settings: Settings.self, migrations: [])

  /// What a fault of the code says and no client may see.
  struct Fault: Error { let statement = "SELECT secret FROM vault WHERE pin = '4711'" }

  struct Note: Codable {
    var text: String
    var stars: Int?
  }

  struct Page: Codable {
    let notes: [String]
    let next: String?
  }

  static let texts = Texts(files: [
    "Texts/zh.txt": "page.title = 您好\npage.count = 共 {n} 条\nnav.home = 首页",
    "Texts/en.txt": "page.title = Hello\npage.count = {n} notes\nnav.home = Home",
  ])

  static let web = WebModule(
    name: "probe",
    routes: [home, echo, list, add, addByForm, own, fault, refuse, slow, slowWrite, item, sneak],
    templates: [
      "probe/home": """
      <html lang="{{language}}"><title>{{t.page.title}}</title>\
      {{#notes}}<li>{{.}}</li>{{/notes}}<a href="{{list}}">{{count}}</a></html>
      """,
      "probe-shell": "<main title=\"{{name}}\">{{$main}}{{/main}}{{>probe-part}}</main>",
      "probe-part": "<p title=\"{{name}}\">{{#names}}<b title=\"{{.}}\">{{/names}}</p>",
      "probe-page": """
      {{<probe-shell}}{{$main}}<i title="{{name}}">{{>probe-part}}{{/main}}{{/probe-shell}}
      """,
    ],
    texts: texts,
    assets: [Asset(name: "probe.css", contentType: "text/css", text: "a { color: red }")],
    navigation: [NavigationItem(textKey: "nav.home", path: "/")]
  )

  static let absent = WebModule(
    name: "absent",
    routes: [
      .read("/api/v1/absent", operation: "getAbsent", responses: [.json(.anything, "Nothing.")]) {
        _ in try .json("here")
      }
    ]
  )

  private static let noteSchema = Schema.named(
    "Note",
    .object([
      .required("text", .string(1...20)),
      .optional("stars", .integer(1...5).nullable),
    ])
  )

  private static let home = Route.read(
    "/",
    operation: "showHome",
    parameters: [.query("page", .integer(1...9), "Which page.")]
  ) { request in
    let notes = try await request.scope.auditEntries(of: "note").map(\.action)
    return try request.page(
      "probe/home",
      [
        "language": request.locale.rawValue, "notes": notes,
        "count": request.texts["page.count", ["n": "\(notes.count)"]],
        "list": request.url("/api/v1/notes", ["limit": "3"]),
      ]
    )
  }

  /// A page that would write.
  private static let sneak = Route.read("/sneak", operation: "sneak") { request in
    let drawing = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
    _ = try await request.scope.keepMedia(drawing)
    return try request.page("probe-page", ["name": "", "names": [""]])
  }

  private static let echo = Route.read("/echo", operation: "echo") { request in
    let name = request.query["name"] ?? ""
    return try request.page("probe-page", ["name": name, "names": [name, name]])
  }

  private static let list = Route.read(
    "/api/v1/notes",
    operation: "listNotes",
    summary: "Lists notes",
    tag: "Notes",
    parameters: [
      .query("limit", .integer(1...100), "How many."),
      .query("cursor", .string(1...64, format: .cursor), "Where to go on."),
    ],
    responses: [
      .pageOfJSON(
        .named(
          "Notes",
          .object([
            .required("notes", .array(.string())), .optional("next", .string().nullable),
          ])
        ),
        "Notes, newest first."
      )
    ]
  ) { request in
    let notes = try await request.scope.auditEntries(of: "note").map(\.action)
    let start = try startIndex(request)
    let limit = try request.query.integer("limit", in: 1...100) ?? 100
    let page = notes.dropFirst(start).prefix(limit)
    let isLast = start + page.count >= notes.count
    let next = isLast ? nil : "\(start + page.count).\(request.tenant.slug)"
    return try Reply.json(Page(notes: Array(page), next: next))
      .linking(
        next: next.map { request.url("/api/v1/notes", ["cursor": $0, "limit": "\(limit)"]) }
      )
  }

  /// A cursor names the tenant that it was given by, and no other takes it.
  private static func startIndex(_ request: TenantRequest) throws -> Int {
    guard let cursor = request.query["cursor"] else { return 0 }
    let parts = cursor.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, parts[1] == request.tenant.slug, let start = Int(parts[0]) else {
      throw request.query.refusal("cursor", "is not a cursor of this list")
    }
    return start
  }

  private static let add = Route.write(
    .post,
    "/api/v1/notes",
    operation: "addNote",
    summary: "Adds a note",
    tag: "Notes",
    body: .json(noteSchema),
    responses: [.json(noteSchema, status: .created, "The note.")],
    idempotency: .required
  ) { request, transaction in
    let note = try request.body(Note.self)
    try await transaction.audit(note.text, of: "note", by: .shopper)
    return try Reply.json(note).created(at: request.url("/api/v1/notes"))
  }

  private static let addByForm = Route.write(
    .post,
    "/notes",
    operation: "addNoteByForm",
    body: .form,
    recovery: { request, refusal in
      guard let refusal = refusal as? WebRefusal, refusal.code == .inputInvalid else { return nil }
      return .html("wrong \(refusal.fields.map(\.name))", status: .unprocessableContent)
    },
    { request, transaction in
      try await transaction.audit("before", of: "note", by: .shopper)
      let text = try request.form.required("text")
      try await transaction.audit(text, of: "note", by: .shopper)
      return .redirect(to: request.url(request.form.localPath("next") ?? "/"))
    }
  )

  private static let own = Route.read(
    "/api/v1/own",
    operation: "getOwn",
    tag: "Notes",
    responses: [.json(.named("Own", .object([.required("session", .boolean)])), "Who asks.")],
    permission: .session
  ) { request in
    try .json(["session": await request.session() != nil])
  }

  private static let fault = Route.write(
    .post,
    "/api/v1/fault",
    operation: "causeFault",
    idempotency: .required
  ) { _, transaction in
    try await transaction.audit("lost", of: "note", by: .shopper)
    throw Fault()
  }

  private static let refuse = Route.write(.post, "/api/v1/refuse", operation: "refuse") {
    _,
    transaction in
    try await transaction.audit("lost", of: "note", by: .shopper)
    return try .json("no", status: .conflict)
  }

  private static let slow = Route.read("/slow", operation: "waitForever") { _ in
    try await Task.sleep(for: .seconds(3600))
    return .nothing
  }

  private static let slowWrite = Route.write(.post, "/slow", operation: "writeForever") {
    _,
    transaction in
    try await transaction.audit("lost", of: "note", by: .shopper)
    try await Task.sleep(for: .seconds(3600))
    return .nothing
  }

  private static let item = Route.write(
    .put,
    "/api/v1/items/{slug}",
    operation: "putItem",
    parameters: [.path("slug", .string(1...20, format: .slug), "The item.")],
    responses: [.nothing("Done.")],
    permission: .anyone,
    idempotency: .natural
  ) { request, transaction in
    try await transaction.audit(request.path("slug"), of: "item", by: .shopper)
    return .nothing
  }
}

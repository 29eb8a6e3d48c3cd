internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The codes of a promotion: one that everybody may know, many for one order each, and which were used.
enum DeskCodes {
  private static let shown = 100
  private static let path = "/desk/promotions/{promotion}/codes"

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        path,
        "listDeskCodes",
        .startPromotions,
        parameters: [
          DeskPromotions.parameter, .query("after", .string(0...32), "Where the page begins."),
        ],
        show
      ),
      form("", "addCodeAtDesk") { code, request, actor, transaction in
        try await shop.addCode(
          try request.form.required("code"),
          for: try request.form.integer("orders", in: 1...FlashSaleRule.limit),
          of: code,
          by: actor,
          in: transaction
        )
      },
      form("/series", "generateCodesAtDesk") { code, request, actor, transaction in
        guard let count = try request.form.integer("count", in: 1...Shop.generatedCodeLimit) else {
          throw request.form.refusal("count", "is missing")
        }
        _ = try await shop.generateCodes(
          count,
          of: code,
          prefix: (request.form["prefix"] ?? "").uppercased(),
          by: actor,
          in: transaction
        )
      },
      ShopDesk.routes.act(
        "\(path)/file",
        "downloadCodesAtDesk",
        .startPromotions,
        parameters: [DeskPromotions.parameter],
        show: show
      ) { request, _, database in
        let code = try request.path("promotion")
        let bytes = try await PromotionCodeFile.bytes(
          of: code,
          in: database.reading(request.tenant.id)
        )
        return DeskFile.reply(bytes, named: "codes.csv")
      },
    ]
  }

  private static func form(
    _ name: String,
    _ operation: String,
    _ change:
      @escaping @Sendable (String, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      path + name,
      operation,
      .startPromotions,
      parameters: [DeskPromotions.parameter],
      once: true,
      show: show
    ) { request, actor, transaction in
      let code = try request.path("promotion")
      try await change(code, request, actor, transaction)
      return request.url("/desk/promotions/\(code)/codes")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, code) = (frame.texts, try request.path("promotion"))
    guard try await request.scope.promotionSheet(code, of: request.tenant) != nil else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    let codes = try await request.scope.promotionCodes(
      of: code,
      after: request.query["after"],
      limit: shown
    )
    let next = codes.count == shown ? codes.last?.code : nil
    let list: View = [
      "title": texts["desk.codes.list"],
      "text": codes.isEmpty ? texts["desk.codes.empty"] : nil,
      "lines": codes.map { entry -> View in
        let uses = entry.usesLimit.map {
          texts["desk.promotion.of", ["used": "\(entry.uses)", "limit": "\($0)"]]
        }
        return ["name": entry.code, "detail": "", "amount": uses ?? "\(entry.uses)"]
      },
      "go": next.map { last -> View in
        [
          "href": request.url("/desk/promotions/\(code)/codes", ["after": last]),
          "name": texts["desk.codes.more"],
        ]
      },
      "forms": DeskForm.views([download(code, texts)], frame),
    ]
    return try frame.sheet(
      texts["desk.codes.of", ["promotion": code]],
      [
        list,
        [
          "title": texts["desk.codes.one"],
          "forms": DeskForm.views([single(code, texts)], frame, from: 1),
        ],
        [
          "title": texts["desk.codes.series"],
          "forms": DeskForm.views([series(code, texts)], frame, from: 2),
        ],
      ],
      back: request.url("/desk/promotions/\(code)"),
      backName: code,
      notice: notice
    )
  }

  private static func download(_ code: String, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/promotions/\(code)/codes/file",
      submit: texts["desk.codes.download"],
      isQuiet: true,
      isDownload: true
    )
  }

  private static func single(_ code: String, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/promotions/\(code)/codes",
      submit: texts["desk.codes.add"],
      fields: [
        .init(name: "code", label: texts["desk.codes.code"], maximum: 32),
        .init(name: "orders", label: texts["desk.codes.orders"], type: "number", isRequired: false),
      ],
      hint: texts["desk.codes.oneHint"]
    )
  }

  private static func series(_ code: String, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/promotions/\(code)/codes/series",
      submit: texts["desk.codes.generate"],
      fields: [
        .init(name: "count", label: texts["desk.codes.count"], type: "number"),
        .init(name: "prefix", label: texts["desk.codes.prefix"], maximum: 16, isRequired: false),
      ],
      hint: texts["desk.codes.seriesHint"]
    )
  }
}

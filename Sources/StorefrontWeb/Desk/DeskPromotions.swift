internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's promotions, running ones first, and one of them.
enum DeskPromotions {
  static let parameter = RouteParameter.path(
    "promotion",
    .string(1...80),
    "The promotion's short name."
  )

  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.page(
        "/desk/promotions/{promotion}",
        "showDeskPromotion",
        .seePromotions,
        parameters: [parameter],
        show
      ),
      change("start", "startPromotionAtDesk", .start, shop, .startPromotions),
      change("pause", "pausePromotionAtDesk", .pause, shop, .pausePromotions),
      change("resumption", "resumePromotionAtDesk", .resume, shop, .pausePromotions),
      change("end", "endPromotionAtDesk", .end, shop, .pausePromotions),
    ]
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ event: PromotionEvent,
    _ shop: Shop,
    _ permission: StaffPermission
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/promotions/{promotion}/\(name)",
      operation,
      permission,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let code = try request.path("promotion")
      try await shop.changePromotion(code, event, by: actor, in: transaction)
      return request.url("/desk/promotions/\(code)")
    }
  }

  private static let list = ShopDesk.routes.page(
    "/desk/promotions",
    "listDeskPromotions",
    .seePromotions,
    parameters: [
      .query("state", .choice(PromotionLifecycle.allCases.map(\.rawValue)), "Which promotions.")
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state) = (frame.texts, request.query["state"])
    let found = try await request.scope.promotions()
    let states: [PromotionLifecycle?] = [nil] + PromotionLifecycle.allCases
    let filters = states.map { entry -> View in
      [
        "name": texts["desk.promotions.\(entry?.rawValue ?? "all")"],
        "isCurrent": entry?.rawValue == state,
        "href": request.url("/desk/promotions", ["state": entry?.rawValue]),
      ]
    }
    let wanted = found.filter { state == nil || $0.state.rawValue == state }
    let rows = wanted.map { promotion -> View in
      [
        "href": request.url("/desk/promotions/\(promotion.code)"),
        "name": promotion.name.text(in: request.locales),
        "state": standing(promotion, frame), "detail": times(promotion, frame),
        "amount": texts["desk.promotions.uses", ["count": "\(promotion.uses)"]],
      ]
    }
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.promotions.empty"],
      "links":
        (frame.may(.startPromotions)
        ? [
          [
            "href": request.url(DeskPromotionSheet.newPath),
            "name": texts["desk.sheet.newPromotion"],
          ] as View,
          ["href": request.url(DeskFlashSale.path), "name": texts["desk.flash.title"]] as View,
        ] : [])
        + [
          ["href": request.url("/desk/groups"), "name": texts["desk.groups.title"]],
          ["href": request.url("/desk/promotion-quote"), "name": texts["desk.quote.title"]],
        ],
    ]
    return try frame.list(texts["desk.nav.promotions"], content, notice: notice)
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, code) = (frame.texts, try request.path("promotion"))
    guard
      let promotion = try await request.scope.promotions().first(where: { $0.code == code })
    else { throw StorefrontRefusal(.promotionNotFound) }
    func money(_ units: Int64) -> String {
      texts.money(Money(minorUnits: units, currency: request.tenant.currency))
    }
    func share(_ used: String, _ limit: String?) -> String {
      limit.map { texts["desk.promotion.of", ["used": used, "limit": $0]] } ?? used
    }
    let facts: [(String, String)] = [
      ("desk.order.state", standing(promotion, frame)), ("desk.promotion.code", promotion.code),
      ("desk.promotion.times", times(promotion, frame)),
      ("desk.promotion.needsCode", promotion.needsCode ? texts["desk.promotion.yes"] : ""),
      (
        "desk.promotion.uses",
        share("\(promotion.uses)", promotion.usesLimit.map { "\($0)" })
      ),
      ("desk.promotion.given", share(money(promotion.moneySpent), promotion.moneyLimit.map(money))),
      (
        "desk.promotion.pieces",
        promotion.piecesLimit.map { share("\(promotion.piecesSold)", "\($0)") } ?? ""
      ),
    ]
    return try frame.sheet(
      promotion.name.text(in: request.locales),
      [
        [
          "title": texts["desk.promotion.about"],
          "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
          "forms": DeskForm.views(forms(promotion, frame), frame),
        ]
      ],
      back: request.url("/desk/promotions"),
      backName: texts["desk.nav.promotions"],
      links: links(promotion, frame),
      notice: notice
    )
  }

  private static func links(_ promotion: PromotionSummary, _ frame: DeskFrame) -> [View] {
    let (texts, path) = (frame.texts, "/desk/promotions/\(promotion.code)")
    func link(_ path: String, _ key: String, _ query: KeyValuePairs<String, String?> = [:])
      -> View
    {
      ["href": frame.request.url(path, query), "name": texts[key]]
    }
    let quote = link("/desk/promotion-quote", "desk.quote.title", ["promotion": promotion.code])
    guard frame.may(.startPromotions), promotion.state != .ended else { return [quote] }
    return [quote, link("\(path)/terms", "desk.sheet.changePromotion")]
      + (promotion.needsCode ? [link("\(path)/codes", "desk.codes.title")] : [])
  }

  private static func forms(_ promotion: PromotionSummary, _ frame: DeskFrame) -> [DeskForm] {
    guard frame.may(.pausePromotions) else { return [] }
    let (texts, path) = (frame.texts, "/desk/promotions/\(promotion.code)")
    let end = DeskForm(
      path: "\(path)/end",
      submit: texts["desk.offer.end"],
      hint: texts["desk.offer.endHint"],
      isQuiet: true
    )
    switch promotion.state {
    case .active:
      let pause = DeskForm(
        path: "\(path)/pause",
        submit: texts["desk.promotion.pause"],
        hint: texts["desk.promotion.pauseHint"]
      )
      return [pause, end]
    case .paused:
      return [DeskForm(path: "\(path)/resumption", submit: texts["desk.promotion.resume"]), end]
    case .draft:
      guard frame.may(.startPromotions) else { return [end] }
      let start = DeskForm(
        path: "\(path)/start",
        submit: texts["desk.offer.start"],
        hint: texts["desk.offer.startHint"]
      )
      return [start, end]
    case .ended: return []
    }
  }

  /// Where it stands, by the clock too: an active one may not have begun.
  private static func standing(_ promotion: PromotionSummary, _ frame: DeskFrame) -> String {
    let now = frame.request.now
    if promotion.state == .active, let starts = promotion.starts, starts > now {
      return frame.texts["desk.promotion.notStarted"]
    }
    if promotion.state == .active, let ends = promotion.ends, ends <= now {
      return frame.texts["desk.promotions.ended"]
    }
    return frame.texts["desk.promotions.\(promotion.state.rawValue)"]
  }

  private static func times(_ promotion: PromotionSummary, _ frame: DeskFrame) -> String {
    let (starts, ends) = (promotion.starts.map(frame.time), promotion.ends.map(frame.time))
    guard starts != nil || ends != nil else { return frame.texts["desk.promotion.always"] }
    return "\(starts ?? "…") – \(ends ?? "…")"
  }
}

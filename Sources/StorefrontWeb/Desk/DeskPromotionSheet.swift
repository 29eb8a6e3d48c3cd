internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A promotion of any kind that is typed in or changed.
enum DeskPromotionSheet {
  static let newPath = "/desk/promotions/offers/new"

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(newPath, "showNewDeskPromotion", .startPromotions, show),
      ShopDesk.routes.form(
        newPath,
        "addPromotionAtDesk",
        .startPromotions,
        once: true,
        show: show
      ) { request, actor, transaction in
        let code = try await shop.addPromotion(
          cells(request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/promotions/\(code)")
      },
      ShopDesk.routes.page(
        "/desk/promotions/{promotion}/terms",
        "showDeskPromotionTerms",
        .startPromotions,
        parameters: [DeskPromotions.parameter],
        show
      ),
      ShopDesk.routes.form(
        "/desk/promotions/{promotion}/terms",
        "changePromotionAtDesk",
        .startPromotions,
        parameters: [DeskPromotions.parameter],
        show: show
      ) { request, actor, transaction in
        let code = try request.path("promotion")
        try await shop.changePromotion(
          code,
          to: cells(request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/promotions/\(code)")
      },
    ]
  }

  private static func cells(_ request: TenantRequest) -> [String: String] {
    let names = request.tenant.locales.map { "name.\($0)" }
    return SheetFields.sent(PromotionSheet.columns + names, request)
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let code: String? = try request.path == newPath ? nil : request.path("promotion")
    var stored: [String: String]?
    if let code {
      stored = try await request.scope.promotionSheet(code, of: request.tenant)
      guard stored != nil else { throw StorefrontRefusal(.promotionNotFound) }
    }
    let form = DeskPromotionForm(
      fields: SheetFields(frame: frame, cells: stored ?? ["state": "draft"]),
      isNew: code == nil
    )
    let entry = DeskEntry(
      title: code == nil ? texts["desk.sheet.newPromotion"] : texts["desk.sheet.changePromotion"],
      path: code.map { "/desk/promotions/\($0)/terms" } ?? newPath,
      submit: code == nil ? texts["desk.sheet.addPromotion"] : texts["desk.sheet.save"],
      groups: form.groups,
      back: code.map { (path: "/desk/promotions/\($0)", name: $0) }
        ?? (path: "/desk/promotions", name: texts["desk.nav.promotions"])
    )
    return try entry.reply(frame, notice: notice)
  }
}

/// The fields of a promotion, in groups.
private struct DeskPromotionForm {
  let fields: SheetFields
  let isNew: Bool

  private var texts: LocalTexts { fields.frame.texts }

  var groups: [DeskEntry.Group] { [what, goods, audience, limits, times, company] }

  private var what: DeskEntry.Group {
    let kinds = PromotionSheet.kinds.map { kind, example in
      (value: kind, label: texts["desk.offer.kind.\(kind)", ["example": example]])
    }
    return DeskEntry.Group(
      title: texts["desk.offer.group.what"],
      fields: fields.texts("name", maximum: 200, isRequired: true)
        + [
          fields.field("kind", .choice(kinds), isRequired: true),
          fields.field("value", hint: texts["desk.offer.valueHint"], isRequired: true),
        ]
        + (isNew
          ? [
            fields.field("promotion", hint: texts["desk.offer.slugHint"], maximum: 80),
            fields.field(
              "state",
              .choice(["draft", "active"].map { ($0, texts["desk.promotions.\($0)"]) }),
              isRequired: true
            ),
          ] : [])
    )
  }

  private var goods: DeskEntry.Group {
    DeskEntry.Group(
      title: texts["desk.offer.group.goods"],
      note: texts["desk.offer.goodsHint"],
      fields: [
        fields.field("categories", maximum: 800), fields.field("products", maximum: 800),
        fields.field("skus", maximum: 800),
        fields.field("ages", hint: texts["desk.offer.agesHint"], maximum: 20),
      ]
    )
  }

  private var audience: DeskEntry.Group {
    DeskEntry.Group(
      title: texts["desk.offer.group.audience"],
      fields: [
        fields.field("first_order", .box("yes")), fields.field("levels"), fields.field("tags"),
        fields.field("child_ages", hint: texts["desk.offer.agesHint"], maximum: 20),
      ]
    )
  }

  private var limits: DeskEntry.Group {
    DeskEntry.Group(
      title: texts["desk.offer.group.limits"],
      fields: ["min_amount", "maximum", "budget"].map { fields.field($0, maximum: 20) }
        + ["min_pieces", "uses_limit", "pieces_limit", "per_person"].map {
          fields.field($0, .text("number"))
        }
    )
  }

  private var times: DeskEntry.Group {
    DeskEntry.Group(
      title: texts["desk.offer.group.times"],
      fields: ["from", "until"].map { fields.field($0, .text("datetime-local")) }
        + [fields.field("codes", hint: texts["desk.offer.codesHint"], maximum: 800)]
    )
  }

  private var company: DeskEntry.Group {
    DeskEntry.Group(
      title: texts["desk.offer.group.company"],
      note: texts["desk.offer.companyHint"],
      fields: [
        fields.field("group", maximum: 80), fields.field("priority", .text("number")),
        fields.field("excludes"),
      ]
    )
  }
}

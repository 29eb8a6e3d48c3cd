internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Goods of an order that somebody brings back to a store.
enum DeskStoreReturn {
  private static let path = "/desk/orders/{number}/store-return"
  private static let parameter = RouteParameter.path(
    "number",
    .string(1...40),
    "The order's number."
  )

  /// Taking back decides, receives and pays in one go, so it takes a role that may do all three.
  private static let needed: [StaffPermission] = [.decideReturns, .receiveReturns, .settleReturns]

  private static func demandAll(_ request: TenantRequest) throws {
    for permission in needed { try request.staff?.member.demand(permission) }
  }

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        path,
        "showStoreReturnAtDesk",
        .settleReturns,
        parameters: [parameter],
        show
      ),
      ShopDesk.routes.form(
        path,
        "takeBackAtDesk",
        .settleReturns,
        parameters: [parameter],
        once: true,
        show: show
      ) { request, actor, transaction in
        try demandAll(request)
        let form = request.form
        guard let reason = ReturnReason(rawValue: try form.required("reason")) else {
          throw form.refusal("reason", "is none of the offered ones")
        }
        let pieces = try form.names.filter { $0.hasPrefix("pieces-") }.compactMap {
          name -> ReturnForm.Line? in
          let code = String(name.dropFirst("pieces-".count))
          guard let count = try form.integer(name, in: 0...Cart.quantityLimit), count > 0 else {
            return nil
          }
          return ReturnForm.Line(
            code: code,
            quantity: count,
            isOpened: form.all("opened").contains(code)
          )
        }
        let returned = try await shop.atDesk(of: request.tenant).takeBackInStore(
          ReturnForm(kind: .returnRefund, reason: reason, lines: pieces),
          of: try request.path("number"),
          at: try form.required("place"),
          spoiled: Set(form.all("spoiled")),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/returns/\(returned.id)")
      },
    ]
  }

  /// The way there from an order whose goods have left; nothing where no store is or none may.
  static func link(to order: Order, _ settings: StorefrontSettings, _ frame: DeskFrame) -> View? {
    guard !(settings.pickup ?? []).isEmpty, needed.allSatisfy(frame.may),
      order.state.status != .cancelled, order.state.fulfilment != .unfulfilled,
      order.state.payment != .unpaid
    else { return nil }
    return [
      "href": frame.request.url("/desk/orders/\(order.number)/store-return"),
      "name": frame.texts["desk.storeReturn.title"],
    ]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    try demandAll(request)
    let frame = try await DeskFrame.load(request)
    let (texts, number) = (frame.texts, try request.path("number"))
    guard let order = try await request.scope.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    let places = try (request.tenant.storefront.pickup ?? []).map { place in
      (value: place.location, label: place.name.text(in: request.locales))
    }
    let reasons = ReturnReason.allCases.map { reason in
      (value: reason.rawValue, label: texts["return.reason.\(reason.rawValue)"])
    }
    let form = DeskForm(
      path: "/desk/orders/\(number)/store-return",
      submit: texts["desk.storeReturn.submit"],
      fields: [
        .choice(
          "place",
          texts["desk.storeReturn.place"],
          places,
          value: request.form["place"] ?? ""
        ),
        .choice(
          "reason",
          texts["return.reasonLabel"],
          reasons,
          value: request.form["reason"] ?? ""
        ),
      ]
        + order.lines.map { line in
          DeskForm.Field(
            name: "pieces-\(line.code)",
            label: texts[
              "desk.storeReturn.pieces",
              ["name": line.name, "count": "\(line.quantity)"]
            ],
            type: "number",
            value: request.form["pieces-\(line.code)"] ?? "0"
          )
        },
      boxes: order.lines.flatMap { line in
        [
          ("opened", line.code, texts["desk.storeReturn.opened", ["name": line.name]]),
          ("spoiled", line.code, texts["desk.storeReturn.spoiled", ["name": line.name]]),
        ]
      },
      hint: texts["desk.storeReturn.hint"]
    )
    return try frame.sheet(
      texts["desk.storeReturn.title"],
      [
        [
          "title": texts["desk.order.title", ["number": number]],
          "text": places.isEmpty ? texts["desk.storeReturn.none"] : nil,
          "forms": places.isEmpty ? [] : DeskForm.views([form], frame),
        ]
      ],
      back: request.url("/desk/orders/\(number)"),
      backName: texts["desk.order.title", ["number": number]],
      notice: notice
    )
  }
}

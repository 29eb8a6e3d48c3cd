internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// One order at the desk, with what may be done about it.
enum DeskOrder {
  private static let number = RouteParameter.path("number", .string(1...40), "The order's number.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        "/desk/orders/{number}",
        "showDeskOrder",
        .seeOrders,
        parameters: [number],
        show
      ),
      change("shipment", "shipAtDesk", .shipOrders) { number, request, actor, transaction in
        let draft = ShipmentDraft(
          carrier: try request.form.required("carrier"),
          trackingNumber: try request.form.required("tracking_number"),
          pieces: try pieces(request.form)
        )
        try await shop.ship(draft, of: number, by: actor, in: transaction)
      },
      change("handover", "handOverAtDesk", .shipOrders) { number, _, actor, transaction in
        try await shop.fulfilOrder(number, by: actor, in: transaction)
      },
      change("payment", "confirmPaymentAtDesk", .confirmPayments) {
        number,
        request,
        actor,
        transaction in
        let reference = request.form["reference"].map { String($0.prefix(80)) }
        try await shop.atDesk(of: request.tenant)
          .confirmPayment(of: number, reference: reference, by: actor, in: transaction)
      },
      change("contact", "editContactAtDesk", .cancelOrders) { number, request, actor, transaction in
        try await shop.editContact(
          of: number,
          version: try version(request.form),
          OrderContactEdit(
            name: try request.form.required("name"),
            phone: try request.form.required("phone"),
            address: try request.form.required("address")
          ),
          by: actor,
          in: transaction
        )
      },
      change("total", "lowerTotalAtDesk", .confirmPayments) { number, request, actor, transaction in
        guard let total = try DeskWords.amount("total", request) else {
          throw request.form.refusal("total", "is missing")
        }
        try await shop.lowerTotal(
          of: number,
          version: try version(request.form),
          to: total,
          by: actor,
          in: transaction
        )
      },
      change("cancellation", "cancelAtDesk", .cancelOrders) { number, _, actor, transaction in
        try await shop.cancelOrder(number, by: actor, in: transaction)
      },
      change("refunds", "askRefundAtDesk", .askRefunds, once: true) {
        number,
        request,
        actor,
        transaction in
        guard let order = try await transaction.order(number: number) else {
          throw StorefrontRefusal(.orderNotFound)
        }
        guard let amount = try DeskWords.amount("amount", request) else {
          throw request.form.refusal("amount", "is missing")
        }
        try await shop.atDesk(of: request.tenant).refund(
          amount,
          of: order.id,
          key: transaction.environment.makeID(),
          reason: try request.form.required("reason"),
          by: actor,
          in: transaction
        )
      },
    ]
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission,
    once: Bool = false,
    _ change:
      @escaping @Sendable (String, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/orders/{number}/\(name)",
      operation,
      permission,
      parameters: [number],
      once: once,
      show: show
    ) { request, actor, transaction in
      let number = try request.path("number")
      try await change(number, request, actor, transaction)
      return request.url("/desk/orders/\(number)")
    }
  }

  /// The version of the order that whoever changes it has seen.
  private static func version(_ form: RequestFields) throws -> Int64 {
    guard let version = try form.value("version", as: Int64.self) else {
      throw form.refusal("version", "is missing")
    }
    return version
  }

  /// How many pieces of which SKU a parcel holds; nothing when the form asks for none.
  private static func pieces(_ form: RequestFields) throws -> [String: Int]? {
    var pieces: [String: Int] = [:]
    for name in form.names where name.hasPrefix("pieces-") {
      let quantity = try form.integer(name, in: 0...99_999) ?? 0
      if quantity > 0 { pieces[String(name.dropFirst("pieces-".count))] = quantity }
    }
    return form.names.contains { $0.hasPrefix("pieces-") } ? pieces : nil
  }

  static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    guard let order = try await request.scope.order(number: try request.path("number")) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    var refunds = RefundListQuery()
    refunds.order = order.id
    let sheet = DeskOrderSheet(
      frame: frame,
      settings: try request.tenant.storefront,
      order: order,
      accounts: try await request.scope.lineAccounts(of: order.id),
      shipments: try await request.scope.shipments(of: order.id),
      refunds: try await request.scope.refunds(refunds),
      balance: try await request.scope.paymentBalance(of: order.id),
      notice: notice
    )
    return try frame.sheet(
      frame.texts["desk.order.title", ["number": order.number]],
      sheet.sections,
      back: request.url("/desk/orders"),
      backName: frame.texts["desk.nav.orders"],
      links: [DeskStoreReturn.link(to: order, sheet.settings, frame)].compactMap(\.self),
      notice: notice
    )
  }
}

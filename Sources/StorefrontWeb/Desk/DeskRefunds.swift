internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Refunds whose money has not gone back, with what each waits for.
enum DeskRefunds {
  private static let refund = RouteParameter.path("refund", .id(RefundID.self), "The refund.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page("/desk/refunds", "listDeskRefunds", .seeReturns, show),
      change("approval", "approveRefundAtDesk", .approveRefunds) { id, _, actor, transaction in
        try await shop.approveRefund(id, by: actor, in: transaction)
      },
      change("completion", "completeRefundAtDesk", .completeRefunds) {
        id,
        request,
        actor,
        transaction in
        let reference = request.form["reference"].map { String($0.prefix(80)) }
        try await shop.completeRefund(id, reference: reference, by: actor, in: transaction)
      },
      change("failure", "failRefundAtDesk", .completeRefunds) { id, _, actor, transaction in
        try await shop.failRefund(id, by: actor, in: transaction)
      },
    ]
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission,
    _ change:
      @escaping @Sendable (RefundID, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/refunds/{refund}/\(name)",
      operation,
      permission,
      parameters: [refund],
      show: show
    ) { request, actor, transaction in
      try await change(
        try request.path("refund", as: RefundID.self),
        request,
        actor,
        transaction
      )
      return request.url("/desk/refunds")
    }
  }

  /// Where a refund stands, in words.
  static func state(_ refund: Refund, _ texts: LocalTexts) -> String {
    texts["desk.refund.\(refund.isHeld ? "held" : refund.status.rawValue)"]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    var query = RefundListQuery()
    query.onlyOpen = true
    let found = try await request.scope.refunds(query)
    let sections = found.enumerated().map { index, refund -> View in
      let askedBy = refund.hold.map { String($0.askedBy.drop { $0 != ":" }.dropFirst()) } ?? ""
      let facts: [(String, String)] = [
        ("desk.order.state", state(refund, texts)), ("return.reasonLabel", refund.reason),
        ("order.paymentMethod", frame.providerName(refund.provider)),
        ("desk.order.placed", frame.time(refund.requestedAt)), ("desk.refunds.askedBy", askedBy),
      ]
      return [
        "title": texts.money(refund.amount),
        "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
        "forms": DeskForm.views(forms(refund, frame), frame, from: index * 10),
        "go": [
          "href": request.url("/desk/orders/\(refund.orderNumber)"),
          "name": texts["desk.order.title", ["number": refund.orderNumber]],
        ] as View,
      ]
    }
    let nothing: [View] = [
      ["title": texts["desk.nav.refunds"], "text": texts["desk.refunds.empty"]]
    ]
    return try frame.sheet(
      texts["desk.nav.refunds"],
      found.isEmpty ? nothing : sections,
      notice: notice
    )
  }

  private static func forms(_ refund: Refund, _ frame: DeskFrame) -> [DeskForm] {
    let (texts, path) = (frame.texts, "/desk/refunds/\(refund.id)")
    var forms: [DeskForm] = []
    if refund.isHeld {
      let isOwn = refund.hold?.askedBy == frame.member.actor.description
      if frame.may(.approveRefunds), !isOwn {
        forms.append(DeskForm(path: "\(path)/approval", submit: texts["desk.refunds.approve"]))
      }
    } else if refund.status == .requested, !Shop().isOnline(refund.provider),
      frame.may(.completeRefunds)
    {
      forms.append(
        DeskForm(
          path: "\(path)/completion",
          submit: texts["desk.refunds.complete"],
          fields: [
            .init(
              name: "reference",
              label: texts["desk.order.reference"],
              maximum: 80,
              isRequired: false
            )
          ]
        )
      )
    }
    if refund.status == .requested, frame.may(.completeRefunds),
      refund.isHeld || !Shop().isOnline(refund.provider)
    {
      forms.append(
        DeskForm(
          path: "\(path)/failure",
          submit: texts["desk.refunds.fail"],
          hint: texts["desk.refunds.failHint"],
          isQuiet: true
        )
      )
    }
    return forms
  }
}

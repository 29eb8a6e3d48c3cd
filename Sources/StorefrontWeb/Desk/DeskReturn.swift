internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// One return at the desk, with what may be done about it.
enum DeskReturn {
  private static let parameter = RouteParameter.path("return", .id(ReturnID.self), "The return.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        "/desk/returns/{return}",
        "showDeskReturn",
        .seeReturns,
        parameters: [parameter],
        show
      ),
      change("approval", "approveReturnAtDesk", .decideReturns) { id, request, actor, transaction in
        try await shop.atDesk(of: request.tenant).approveReturn(
          id,
          reply: request.form["reply"],
          amount: try DeskWords.amount("amount", request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
      },
      change("refusal", "refuseReturnAtDesk", .decideReturns) { id, request, actor, transaction in
        let reply = request.form["reply"] ?? ""
        try await shop.refuseReturn(id, reply: reply, by: actor, in: transaction)
      },
      change("receipt", "receiveReturnAtDesk", .receiveReturns) { id, _, actor, transaction in
        try await shop.receiveReturn(id, by: actor, in: transaction)
      },
      change("settlement", "settleReturnAtDesk", .settleReturns) {
        id,
        request,
        actor,
        transaction in
        try await shop.atDesk(of: request.tenant).settleReturn(
          id,
          spoiled: Set(request.form.all("spoiled")),
          asMoney: request.form["as_money"] != nil,
          for: request.tenant,
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
    _ change:
      @escaping @Sendable (ReturnID, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/returns/{return}/\(name)",
      operation,
      permission,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("return", as: ReturnID.self)
      try await change(id, request, actor, transaction)
      return request.url("/desk/returns/\(id)")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("return", as: ReturnID.self)
    guard let wish = try await request.scope.returnRequest(id) else {
      throw StorefrontRefusal(.returnNotFound)
    }
    let texts = frame.texts
    let parcel = wish.carrier.isEmpty ? "" : "\(wish.carrier) \(wish.trackingNumber)"
    let facts: [(String, String)] = [
      ("desk.order.state", texts["desk.return.state.\(wish.state.rawValue)"]),
      ("return.kindLabel", texts["return.kind.\(wish.kind.rawValue)"]),
      ("return.reasonLabel", texts["return.reason.\(wish.reason.rawValue)"]),
      ("return.note", wish.note), ("return.reply", wish.reply), ("desk.return.parcel", parcel),
      ("desk.order.placed", frame.time(wish.requestedAt)),
      ("desk.return.due", wish.dueAt.map(frame.time) ?? ""),
      ("return.wayLabel", ReturnWords.way(wish, texts)),
      ("return.refund", texts.money(wish.goodsRefund + wish.freightRefund)),
    ]
    let lines = wish.lines.map { line -> View in
      [
        "name": line.name, "amount": "× \(line.quantity)",
        "detail": line.isOpened ? "\(line.code) · \(texts["return.opened"])" : line.code,
      ]
    }
    let forms = forms(wish, frame)
    var sections: [View] = [
      [
        "title": texts["desk.return.about"],
        "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
        "go": [
          "href": request.url("/desk/orders/\(wish.orderNumber)"),
          "name": texts["desk.order.title", ["number": wish.orderNumber]],
        ] as View,
      ],
      [
        "title": texts["return.pieces"], "lines": lines,
        "pictures": wish.pictures.enumerated().map { index, picture -> View in
          request.pictureView(of: picture, .small)
            .with("alt", texts["desk.return.picture", ["number": "\(index + 1)"]])
        },
      ],
    ]
    if !forms.isEmpty {
      sections.append([
        "title": texts["desk.order.actions"], "forms": DeskForm.views(forms, frame),
      ])
    }
    return try frame.sheet(
      texts["desk.return.title", ["number": wish.orderNumber]],
      sections,
      back: request.url("/desk/returns"),
      backName: texts["desk.nav.returns"],
      notice: notice
    )
  }

  private static func forms(_ wish: ReturnRequest, _ frame: DeskFrame) -> [DeskForm] {
    let (texts, path) = (frame.texts, "/desk/returns/\(wish.id)")
    func can(_ event: ReturnEvent, _ permission: StaffPermission) -> Bool {
      guard frame.may(permission) else { return false }
      let outcome = ReturnTransition.outcome(of: event, in: wish.state, kind: wish.kind)
      if case .moves = outcome { return true }
      return false
    }
    var forms: [DeskForm] = []
    if can(.approve, .decideReturns) {
      let amount = DeskForm.Field(
        name: "amount",
        label: texts["desk.return.amount"],
        maximum: 20,
        isRequired: false
      )
      forms.append(
        DeskForm(
          path: "\(path)/approval",
          submit: texts["desk.return.approve"],
          fields: [
            .init(name: "reply", label: texts["return.reply"], maximum: 500, isRequired: false)
          ]
            + (wish.kind == .refundOnly ? [amount] : [])
        )
      )
    }
    if can(.receive, .receiveReturns) {
      forms.append(DeskForm(path: "\(path)/receipt", submit: texts["desk.return.receive"]))
    }
    if can(.refund, .settleReturns), wish.state == .received {
      let spoiled = wish.lines.map { line in
        (
          name: "spoiled", value: line.code,
          label: texts["desk.return.spoiled", ["name": line.name]]
        )
      }
      let asMoney = (name: "as_money", value: "yes", label: texts["desk.return.asMoney"])
      forms.append(
        DeskForm(
          path: "\(path)/settlement",
          submit: texts["desk.return.settle.\(wish.kind == .exchange ? "exchange" : "money")"],
          boxes: spoiled + (wish.kind == .exchange ? [asMoney] : [])
        )
      )
    }
    if can(.refuse, .decideReturns) {
      forms.append(
        DeskForm(
          path: "\(path)/refusal",
          submit: texts["desk.return.refuse"],
          fields: [.init(name: "reply", label: texts["desk.return.why"], maximum: 500)],
          isQuiet: true
        )
      )
    }
    return forms
  }
}

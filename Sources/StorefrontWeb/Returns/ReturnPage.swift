internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The page on which a shopper asks for goods to be made good.
enum ReturnPage {
  static func routes(_ shop: Shop) -> [Route] {
    [show, ask(shop), withdraw(shop), sendBack(shop)]
  }

  private static let show = Route.read(
    "/orders/{token}/return",
    operation: "showReturnForm",
    parameters: [OrderLink.parameter],
    permission: .session
  ) { request in try await reply(to: request) }

  private static func ask(_ shop: Shop) -> Route {
    .write(
      .post,
      "/orders/{token}/return",
      operation: "requestReturnByForm",
      parameters: [OrderLink.parameter],
      body: PictureUpload.body,
      recovery: showingForm
    ) { request, transaction in
      let token = try OrderLink.token(request)
      guard let order = try await transaction.order(token: token) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      let made = try await shop.requestReturn(
        try form(request.form, order),
        with: token,
        for: request.tenant,
        in: transaction
      )
      try await PictureUpload.keep(from: request, naming: .returnPictureInvalid) { picture in
        _ = try await shop.addReturnPicture(picture, to: made.id, with: token, in: transaction)
      }
      return .redirect(to: request.url("/orders/\(token.text)"))
    }
    .admitting(OrderLink.admission)
  }

  /// Shows the form again with its values and what speaks against them.
  private static let showingForm: Route.Recovery = { request, refusal in
    guard let refusal = PictureUpload.refusal(refusal, of: .returnPictureInvalid),
      refusal.code != .orderNotFound
    else { return nil }
    return try await reply(to: request, refusal: refusal, status: .unprocessableContent)
  }

  private static func form(_ fields: RequestFields, _ order: Order) throws -> ReturnForm {
    guard let kind = fields["kind"].flatMap(ReturnKind.init) else { throw invalid("kind") }
    guard let reason = fields["reason"].flatMap(ReturnReason.init) else { throw invalid("reason") }
    let lines = try order.lines.enumerated().compactMap { index, line -> ReturnForm.Line? in
      let quantity = try fields.integer("quantity-\(index)", in: 0...line.quantity) ?? 0
      guard quantity > 0 else { return nil }
      return ReturnForm.Line(
        code: line.code,
        quantity: quantity,
        isOpened: fields["opened-\(index)"] != nil
      )
    }
    return ReturnForm(kind: kind, reason: reason, note: fields["note"] ?? "", lines: lines)
  }

  private static func invalid(_ field: String) -> StorefrontRefusal {
    StorefrontRefusal(.returnInvalid, details: ["fields": [.string(field)]])
  }

  private static func withdraw(_ shop: Shop) -> Route {
    change("withdrawal", "withdrawReturnByForm") { id, token, request, transaction in
      _ = try await shop.withdrawReturn(id, with: token, in: transaction)
    }
  }

  private static func sendBack(_ shop: Shop) -> Route {
    change("parcel", "sendBackReturnByForm") { id, token, request, transaction in
      _ = try await shop.sendBackReturn(
        id,
        carrier: request.form["carrier"] ?? "",
        trackingNumber: request.form["tracking_number"] ?? "",
        with: token,
        in: transaction
      )
    }
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ change:
      @escaping @Sendable (ReturnID, OrderToken, TenantRequest, TenantTransaction)
      async throws -> Void
  ) -> Route {
    .write(
      .post,
      "/orders/{token}/returns/{return}/\(name)",
      operation: operation,
      parameters: [OrderLink.parameter, .path("return", .id(ReturnID.self), "The return.")],
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let token = try OrderLink.token(request)
      try await change(try request.path("return", as: ReturnID.self), token, request, transaction)
      return .redirect(to: request.url("/orders/\(token.text)"))
    }
  }

  private static func reply(
    to request: TenantRequest,
    refusal: StorefrontRefusal? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let token = try OrderLink.token(request)
    async let frame = PageFrame.load(request)
    guard let order = try await request.scope.order(token: token) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    let values = ReturnFormView(
      frame: try await frame,
      order: order,
      accounts: try await request.scope.lineAccounts(of: order.id),
      token: token,
      fields: request.form.names.isEmpty ? nil : request.form,
      refusal: refusal
    )
    let head = PageHead(name: "return", title: values.frame.texts["return.title"])
    return try await frame.page("return", head, "return", values.view, status: status)
  }
}

/// The values of the form.
struct ReturnFormView {
  let frame: PageFrame
  let order: Order
  let accounts: [LineAccount]
  let token: OrderToken
  /// What was sent, when it is shown again.
  let fields: RequestFields?
  let refusal: StorefrontRefusal?

  private var texts: LocalTexts { frame.texts }

  var view: View {
    [
      "number": order.number, "action": frame.request.url("/orders/\(token.text)/return"),
      "back": frame.request.url("/orders/\(token.text)"),
      "error": refusal.map { ReturnWords.refusal($0, texts) },
      "days": texts["return.days", ["count": "\(frame.settings.returns?.days ?? 7)"]],
      "kinds": ReturnKind.allCases.map { kind -> View in
        [
          "value": kind.rawValue, "name": texts["return.kind.\(kind.rawValue)"],
          "isChosen": fields?["kind"] == kind.rawValue,
        ]
      },
      "reasons": ReturnReason.allCases.map { reason -> View in
        [
          "value": reason.rawValue, "name": texts["return.reason.\(reason.rawValue)"],
          "isChosen": fields?["reason"] == reason.rawValue,
        ]
      },
      "lines": lines, "note": fields?["note"] ?? "",
      "pictureField": PictureUpload.view(texts["pictures.evidence"], refusal: refusal, frame),
    ]
  }

  private var lines: [View] {
    order.lines.enumerated().compactMap { index, line in
      let account = accounts.first { $0.position == index }
      let most = account.map { $0.shipped - $0.claimed } ?? 0
      guard most > 0 else { return nil }
      return [
        "index": "\(index)", "name": line.name,
        "detail": LineWords.detail(line.options, line.unitPrice, line.quantity, texts),
        "label": texts["return.quantity", ["name": line.name]],
        "openedLabel": texts["return.opened"], "most": "\(most)",
        "quantity": fields?["quantity-\(index)"] ?? "0",
        "isOpened": fields?["opened-\(index)"] != nil,
      ]
    }
  }
}

/// What is said of returns.
enum ReturnWords {
  /// What speaks against a wish, in the shopper's language.
  static func refusal(_ refusal: StorefrontRefusal, _ texts: LocalTexts) -> String {
    func detail(_ name: String) -> String {
      if case .string(let text)? = refusal.details[name] { text } else { "" }
    }
    return switch refusal.code {
    case .returnExcluded: texts["return.error.\(detail("because"))"]
    case .returnOpened: texts["return.error.opened"]
    case .returnTooLate: texts["return.error.late", ["day": detail("last_day")]]
    case .returnExceeds: texts["return.error.exceeds"]
    case .transitionRefused: texts["return.error.state"]
    case .returnPictureInvalid: PictureUpload.refused(refusal, texts)
    default: texts["return.error.form"]
    }
  }

  /// Who bears the way back; nothing where no goods are sent back.
  static func way(_ request: ReturnRequest, _ texts: LocalTexts) -> String {
    guard request.kind != .refundOnly, !request.isInStore else { return "" }
    if request.reason.isMerchantsFault { return texts["return.way.shop"] }
    return texts[request.isWayBackFree ? "return.way.benefit" : "return.way.shopper"]
  }

  /// The returns of an order, for its page.
  static func list(_ requests: [ReturnRequest], _ token: OrderToken, _ frame: PageFrame) -> [View] {
    let texts = frame.texts
    return requests.map { request in
      let path = "/orders/\(token.text)/returns/\(request.id)"
      let refund = request.goodsRefund + request.freightRefund
      let facts = [
        ("return.reasonLabel", texts["return.reason.\(request.reason.rawValue)"]),
        (
          "return.pieces",
          request.lines.map {
            texts["order.parcelLine", ["name": $0.name, "count": "\($0.quantity)"]]
          }
          .joined(separator: texts["order.parcelSeparator"])
        ),
        ("return.wayLabel", way(request, texts)),
        ("return.refund", refund.minorUnits == 0 ? "" : refund.text),
        ("return.reply", request.reply),
        (
          "return.address",
          request.state == .approved ? frame.settings.returns?.address.map(frame.local) ?? "" : ""
        ),
      ]
      let mayWithdraw = [.requested, .approved].contains(request.state)
      let maySend = request.state == .approved && request.kind != .refundOnly
      return [
        "kind": texts["return.kind.\(request.kind.rawValue)"],
        "state": texts["return.state.\(request.state.rawValue)"],
        "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
        "pictures": request.pictures.isEmpty
          ? nil : ["list": PictureUpload.views(of: request.pictures, frame)] as View,
        "withdraw": mayWithdraw ? frame.request.url("\(path)/withdrawal") : nil,
        "send": maySend
          ? ["action": frame.request.url("\(path)/parcel"), "id": request.id.description] as View
          : nil,
      ]
    }
  }
}

internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// An order as whoever has its link sees it.
enum OrderPage {
  static func route(_ shop: Shop, _ guides: OrderGuides) -> Route {
    .read(
      "/orders/{token}",
      operation: "showOrder",
      parameters: [
        .path("token", .string(64...64, format: .hexadecimal(digits: 64)), "The order's secret.")
      ],
      permission: .session
    ) { request in
      async let frame = PageFrame.load(request)
      guard
        let token = OrderToken(try request.path("token")),
        let order = try await request.scope.order(token: token)
      else { throw StorefrontRefusal(.orderNotFound) }
      let shipments = try await request.scope.shipments(of: order.id)
      var returns = ReturnListQuery()
      returns.order = order.id
      let requests = try await request.scope.returnRequests(returns)
      let reviews = try await request.scope.reviews(of: order.id)
      var group: BuyingGroup?
      if let id = order.progress.group {
        group = try await request.scope.buyingGroup(id, in: ShopView(request))
      }
      let values = OrderView(
        frame: try await frame,
        order: order,
        token: token,
        shipments: shipments,
        returns: requests,
        reviews: reviews,
        recalls: try await request.scope.recalledOrders(of: order.id),
        group: group,
        instruction: try? shop.paymentInstruction(for: order, of: request.tenant),
        online: try await OnlinePaymentView.load(order, shop, request),
        guides: order.state.status == .cancelled ? [] : try await guides.find(order, request)
      )
      return try await frame.page("order", values.head, "order", values.view)
    }
  }
}

/// The values of an order's page.
struct OrderView {
  let frame: PageFrame
  let order: Order
  let token: OrderToken
  let shipments: [Shipment]
  let returns: [ReturnRequest]
  let reviews: [Review]
  /// Which of its goods were recalled.
  let recalls: [RecalledOrder]
  /// The group that it was bought in.
  let group: BuyingGroup?
  /// Nothing when the shop no longer offers the order's way to pay.
  let instruction: PaymentInstruction?
  /// What a way to pay online shows; nothing for the others.
  let online: OnlinePaymentView?
  /// How the goods are used.
  let guides: [OrderGuides.Guide]

  var texts: LocalTexts { frame.texts }

  var head: PageHead {
    PageHead(name: "order", title: texts["order.title", ["number": order.number]])
  }

  var view: View {
    [
      "icon": order.state.status == .cancelled ? "close" : "check", "headline": headline,
      "number": order.number, "placed": texts["order.placedAt", ["time": placedAt]],
      "steps": OrderTimeline(order: order, texts: texts).steps, "instruction": instructionView,
      "presale": presale, "recalls": recalls.map(recall),
      "bundles": order.bundles.map { BundleWords.ordered($0, of: order, texts) },
      "lines": order.lines.enumerated().map { line($1, at: $0) },
      "totals": TotalsView.of(order, frame), "facts": facts,
      "group": groupView, "parcels": parcels, "pickup": pickup, "actions": actions,
      "guides": guides.isEmpty
        ? nil
        : [
          "list": guides.map { ["name": $0.title, "goods": $0.goods, "href": $0.url] as View }
        ] as View,
      "returns": returns.isEmpty ? nil : ["list": ReturnWords.list(returns, token, frame)] as View,
      "invoice": order.state.status == .cancelled
        ? nil : frame.request.url("/orders/\(token.text)/invoice"),
      "returnForm": mayReturn ? frame.request.url("/orders/\(token.text)/return") : nil,
    ]
  }

  /// That goods of it were recalled, and what the shopper does now.
  private func recall(_ recall: RecalledOrder) -> View {
    [
      "title": texts["recall.title"],
      "text": texts[
        recall.remedy == .takeBack ? "recall.stop" : "recall.kept",
        ["sku": recall.sku, "lot": recall.lot, "count": "\(recall.pieces)"]
      ],
      "reason": recall.reason,
      "href": recall.remedy == .takeBack && mayReturn
        ? frame.request.url("/orders/\(token.text)/return") : nil,
    ]
  }

  /// What was promised of goods that were not there; nothing once they left or it was called off.
  private var presale: String? {
    guard order.state.status == .placed, !order.state.fulfilment.hasLeft else { return nil }
    return order.presale.map { PresaleWords.order($0, frame) }
  }

  /// How its group stands, with the way there.
  private var groupView: View? {
    guard let group else { return nil }
    return [
      "state": GroupWords.state(group.standing, at: frame.request.now, texts),
      "end": GroupWords.end(of: group.standing, frame.request, texts),
      "href": frame.request.url("/groups/\(group.id)"),
    ]
  }

  /// The parcels that left; nothing before the first.
  private var parcels: View? {
    guard !shipments.isEmpty else { return nil }
    return [
      "list": shipments.map { shipment -> View in
        [
          "name": shipment.carrier.isEmpty
            ? texts["order.parcelHanded"]
            : texts[
              "order.parcel",
              ["carrier": shipment.carrier, "number": shipment.trackingNumber]
            ],
          "time": time(shipment.shippedAt),
          "pieces": shipment.lines
            .map { texts["order.parcelLine", ["name": $0.name, "count": "\($0.quantity)"]] }
            .joined(separator: texts["order.parcelSeparator"]),
        ]
      }
    ]
  }

  /// Where and by which code it is collected.
  private var pickup: View? {
    guard let ticket = order.progress.pickup, order.state.status != .cancelled else { return nil }
    let place = frame.settings.pickup?.first { $0.location == ticket.location }
    let facts = [
      (texts["order.pickupPlace"], place.map { frame.local($0.name) } ?? ticket.location),
      (texts["order.pickupAddress"], place.map { frame.local($0.address) } ?? ""),
      (texts["order.pickupHours"], place?.hours.map(frame.local) ?? ""),
    ]
    return [
      "code": ticket.collectedAt == nil ? ticket.code : nil,
      "hint": texts[ticket.collectedAt == nil ? "order.pickupHint" : "order.pickupDone"],
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact($0.0, $0.1) },
    ]
  }

  /// Whether anything could be asked for; the form says what speaks against it.
  private var mayReturn: Bool {
    order.state.status != .cancelled && order.state.fulfilment != .unfulfilled
      && order.state.payment != .unpaid
  }

  /// What the shopper may do now.
  private var actions: [View] {
    let path = "/orders/\(token.text)"
    var actions: [View] = []
    if order.state.status == .placed, order.state.fulfilment == .fulfilled {
      actions.append([
        "action": frame.request.url("\(path)/receipt"), "name": texts["order.receiptSubmit"],
        "hint": texts["order.receiptHint"],
      ])
    }
    let mayCancel =
      order.state.status == .placed && order.state.payment == .unpaid
      && order.state.fulfilment == .unfulfilled
    if mayCancel || order.mayEndPaid, order.agreement == nil {
      actions.append([
        "action": frame.request.url("\(path)/cancel"), "name": texts["order.cancelSubmit"],
        "hint": texts[order.mayEndPaid ? "presale.cancelHint" : "order.cancelHint"],
      ])
    }
    return actions
  }

  private var headline: String {
    switch order.state.status {
    case .placed: texts["order.thanks"]
    case .completed: texts["order.completed"]
    case .cancelled: texts["order.cancelled"]
    }
  }

  private var placedAt: String { time(order.placedAt) }

  private func time(_ instant: Date) -> String {
    var style = Date.FormatStyle(date: .long, time: .shortened)
    style.locale = Locale(identifier: frame.request.locale.rawValue)
    style.timeZone = frame.request.tenant.timeZone
    return instant.formatted(style)
  }

  private func line(_ line: OrderLine, at position: Int) -> View {
    [
      "name": line.name, "total": texts.money(line.total),
      "net": line.discount.minorUnits == 0
        ? nil : texts["order.net", ["amount": texts.money(line.net)]],
      "detail": LineWords.detail(line.options, line.unitPrice, line.quantity, texts),
      "review": review(of: line, at: position),
    ]
  }

  /// The way to the review of a line; nothing before delivery.
  private func review(of line: OrderLine, at position: Int) -> View? {
    guard order.state.fulfilment == .delivered, order.state.status != .cancelled else {
      return nil
    }
    let isWritten = reviews.contains { $0.position == position }
    return [
      "href": frame.request.url("/orders/\(token.text)/reviews/\(position)"),
      "label": texts[isWritten ? "review.see" : "review.write", ["name": line.name]],
    ]
  }

  private var facts: [View] {
    let payment =
      order.agreement == nil
      ? instruction.map { frame.local($0.name) } ?? order.provider : texts["payment.agreement"]
    let entries = [
      ("order.contact", Mask.name(order.contact.name)),
      ("order.phone", Mask.phone(order.contact.phone)),
      ("order.address", Mask.address(order.contact.address)),
      ("order.paymentMethod", payment), ("order.note", order.note),
    ]
    return entries.filter { !$0.1.isEmpty }.map { .fact(texts[$0.0], $0.1) }
  }

  /// What the shopper still has to do; nothing once the money is here or the order is called off.
  private var instructionView: View? {
    guard let instruction, order.state.status == .placed, order.state.payment == .unpaid,
      let title = PaymentWords.text("title", order.provider, texts),
      let text = PaymentWords.text("instruction", order.provider, texts)
    else { return nil }
    let entries: [(String, String?)] = [
      ("payment.holder", instruction.account?.holder), ("payment.bank", instruction.account?.bank),
      ("payment.account", instruction.account?.number),
      ("order.paymentReference", instruction.reference),
      ("order.amount", texts.money(instruction.amount)),
      ("order.payBy", order.progress.payBy.map(time)),
    ]
    let facts = entries.compactMap { key, value in value.map { View.fact(texts[key], $0) } }
    return [
      "title": title, "text": online?.text(texts) ?? text, "facts": facts,
      "online": online?.view,
    ]
  }
}

/// Personal data as a page shows it that opens without a password.
enum Mask {
  /// The first letter.
  static func name(_ name: String) -> String { name.prefix(1) + "**" }

  /// The first three and the last four digits of a long number, the last two of a short one.
  static func phone(_ phone: String) -> String {
    let digits = phone.filter(\.isNumber)
    guard digits.count >= 10 else { return "****" + digits.suffix(2) }
    return digits.prefix(3) + "****" + digits.suffix(4)
  }

  /// The first third, which says the city but not the door.
  static func address(_ address: String) -> String {
    address.prefix(max(2, address.count / 3)) + "****"
  }
}

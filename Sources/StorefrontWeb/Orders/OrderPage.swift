internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// An order as whoever has its link sees it.
enum OrderPage {
  static func route(_ shop: Shop) -> Route {
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
      let values = OrderView(
        frame: try await frame,
        order: order,
        instruction: try? shop.paymentInstruction(for: order, of: request.tenant),
        online: try await OnlinePaymentView.load(order, shop, request)
      )
      return try await frame.page("order", values.head, "order", values.view)
    }
  }
}

/// The values of an order's page.
struct OrderView {
  let frame: PageFrame
  let order: Order
  /// Nothing when the shop no longer offers the order's way to pay.
  let instruction: PaymentInstruction?
  /// What a way to pay online shows; nothing for the others.
  let online: OnlinePaymentView?

  var texts: LocalTexts { frame.texts }

  var head: PageHead {
    PageHead(name: "order", title: texts["order.title", ["number": order.number]])
  }

  var view: View {
    [
      "icon": order.state.status == .cancelled ? "close" : "check", "headline": headline,
      "number": order.number, "placed": texts["order.placedAt", ["time": placedAt]],
      "steps": OrderTimeline(order: order, texts: texts).steps, "instruction": instructionView,
      "lines": order.lines.map(line), "totals": TotalsView.of(order, texts), "facts": facts,
    ]
  }

  private var headline: String {
    switch order.state.status {
    case .placed: texts["order.thanks"]
    case .completed: texts["order.completed"]
    case .cancelled: texts["order.cancelled"]
    }
  }

  private var placedAt: String {
    var style = Date.FormatStyle(date: .long, time: .shortened)
    style.locale = Locale(identifier: frame.request.locale.rawValue)
    style.timeZone = frame.request.tenant.timeZone
    return order.placedAt.formatted(style)
  }

  private func line(_ line: OrderLine) -> View {
    [
      "name": line.name, "total": line.total.text,
      "detail": LineWords.detail(line.options, line.unitPrice, line.quantity, texts),
    ]
  }

  private var facts: [View] {
    let payment = instruction.map { frame.local($0.name) } ?? order.provider
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
      ("order.amount", instruction.amount.text),
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

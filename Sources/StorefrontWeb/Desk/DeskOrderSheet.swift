internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The sections of an order's page.
struct DeskOrderSheet {
  let frame: DeskFrame
  let settings: StorefrontSettings
  let order: Order
  let accounts: [LineAccount]
  let shipments: [Shipment]
  let refunds: [Refund]
  let balance: PaymentBalance?
  /// What spoke against a change.
  let notice: String?

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/desk/orders/\(order.number)" }

  var sections: [View] {
    let all: [View?] = [state, goods, parcels, returned, actions]
    return all.compactMap(\.self)
  }

  private var state: View {
    let region = order.progress.pickup == nil ? "" : texts["desk.order.isCollected"]
    let facts: [(String, String)] = [
      ("desk.order.state", DeskWords.state(order.state, texts)),
      ("desk.order.placed", frame.time(order.placedAt)),
      ("desk.order.shipsFrom", presale),
      ("order.paymentMethod", frame.providerName(order.provider)),
      ("order.paymentReference", order.paymentReference ?? ""),
      ("order.payBy", unpaidUntil), ("order.contact", order.contact.name),
      ("order.phone", order.contact.phone), ("order.address", order.contact.address),
      ("order.note", order.note), ("order.pickup", region),
      ("desk.pickup.handedOver", order.progress.pickup?.collectedAt.map(frame.time) ?? ""),
    ]
    return [
      "title": texts["desk.order.about"],
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
    ]
  }

  /// From which day it is sent, and that its goods are not there, where it was sold in advance.
  private var presale: String {
    guard let presale = order.presale else { return "" }
    let day = CalendarDate(presale.shipsFrom, in: frame.request.tenant.timeZone).description
    return presale.isAwaiting ? texts["desk.order.awaiting", ["day": day]] : day
  }

  private var unpaidUntil: String {
    order.state.payment == .unpaid ? order.progress.payBy.map(frame.time) ?? "" : ""
  }

  private var goods: View {
    let lines = order.lines.enumerated().map { index, line -> View in
      let shipped = accounts.first { $0.position == index }?.shipped ?? 0
      let sent =
        shipped == 0 ? "" : " · " + texts["desk.order.shipped", ["count": "\(shipped)"]]
      return [
        "name": "\(line.name) \(line.options)", "amount": texts.money(line.net),
        "detail": "\(line.code) × \(line.quantity)\(sent)",
      ]
    }
    return [
      "title": texts["order.items"], "lines": lines,
      "facts": order.bundles.map {
        View.fact(texts["desk.order.bundle"], BundleWords.ordered($0, of: order, texts))
      } + [
        View.fact(texts["totals.freight"], texts.money(order.freight)),
        View.fact(texts["totals.total"], texts.money(order.total)),
      ],
    ]
  }

  private var parcels: View? {
    guard !shipments.isEmpty else { return nil }
    let lines = shipments.map { shipment -> View in
      [
        "name": shipment.carrier.isEmpty
          ? texts["order.parcelHanded"] : "\(shipment.carrier) \(shipment.trackingNumber)",
        "detail": shipment.lines.map { "\($0.name) × \($0.quantity)" }.joined(separator: "; "),
        "amount": frame.time(shipment.shippedAt),
      ]
    }
    return ["title": texts["order.parcels"], "lines": lines]
  }

  private var returned: View? {
    guard !refunds.isEmpty else { return nil }
    let lines = refunds.map { refund -> View in
      [
        "name": refund.reason, "amount": texts.money(refund.amount),
        "detail": DeskRefunds.state(refund, texts) + " · " + frame.time(refund.requestedAt),
      ]
    }
    return [
      "title": texts["desk.nav.refunds"], "lines": lines,
      "go": ["href": frame.request.url("/desk/refunds"), "name": texts["desk.refunds.go"]] as View,
    ]
  }

  private var actions: View? {
    let forms = [collect, ship, handOver, confirm, contact, total, refund, cancel].compactMap(
      \.self
    )
    guard !forms.isEmpty else { return nil }
    return ["title": texts["desk.order.actions"], "forms": DeskForm.views(forms, frame)]
  }

  private var mayLeave: Bool { order.progress.pickup == nil && isReady }

  /// Whether the goods are there and may be given away by whoever is signed in.
  private var isReady: Bool {
    let collects = order.isPaidAtTheDoor && order.state.payment == .unpaid
    let isPaid = order.state.payment == .paid || order.state.payment == .partiallyRefunded
    return order.state.status == .placed && !order.state.fulfilment.hasLeft
      && (isPaid || collects) && order.presale?.isAwaiting != true && frame.may(.shipOrders)
  }

  /// Takes the code of whoever collects it.
  private var collect: DeskForm? {
    guard order.progress.pickup != nil, isReady else { return nil }
    let price = texts.money(order.total)
    return DeskPickups.form(
      of: order.number,
      hint: order.state.payment == .unpaid
        ? texts["desk.pickup.pay", ["amount": price]] : nil,
      notice: notice,
      frame
    )
  }

  private var ship: DeskForm? {
    guard mayLeave else { return nil }
    let open = order.lines.enumerated().compactMap { index, line -> DeskForm.Field? in
      let left = accounts.first { $0.position == index }?.left ?? line.quantity
      guard left > 0 else { return nil }
      return DeskForm.Field(
        name: "pieces-\(line.code)",
        label: texts["desk.order.pieces", ["name": line.name, "left": "\(left)"]],
        type: "number",
        value: "\(left)"
      )
    }
    return DeskForm(
      path: "\(path)/shipment",
      submit: texts["desk.order.ship"],
      fields: [
        .init(name: "carrier", label: texts["return.carrier"], maximum: 40),
        .init(name: "tracking_number", label: texts["return.trackingNumber"], maximum: 40),
      ] + open
    )
  }

  private var handOver: DeskForm? {
    guard mayLeave else { return nil }
    return DeskForm(
      path: "\(path)/handover",
      submit: texts["desk.order.handOver"],
      hint: texts["desk.order.handOverHint"],
      isQuiet: true
    )
  }

  private var confirm: DeskForm? {
    guard order.agreement == nil, order.state.payment == .unpaid, frame.may(.confirmPayments) else {
      return nil
    }
    return DeskForm(
      path: "\(path)/payment",
      submit: texts["desk.order.confirm"],
      fields: [
        .init(
          name: "reference",
          label: texts["desk.order.reference"],
          maximum: 80,
          isRequired: false
        )
      ],
      isQuiet: true
    )
  }

  /// Whether nothing of it has left, so that where it goes and what it costs may change.
  private var isOpen: Bool {
    order.state.status == .placed && order.state.fulfilment == .unfulfilled
  }

  private var contact: DeskForm? {
    guard isOpen, frame.may(.cancelOrders) else { return nil }
    return DeskForm(
      path: "\(path)/contact",
      submit: texts["desk.order.editContact"],
      fields: [
        .init(name: "name", label: texts["order.contact"], value: order.contact.name, maximum: 80),
        .init(name: "phone", label: texts["order.phone"], value: order.contact.phone, maximum: 30),
        .init(name: "address", label: texts["order.address"], value: order.contact.address),
      ],
      hidden: [("version", "\(order.progress.version)")],
      isQuiet: true
    )
  }

  private var total: DeskForm? {
    guard isOpen, order.state.payment == .unpaid, order.agreement == nil,
      frame.may(.confirmPayments)
    else { return nil }
    return DeskForm(
      path: "\(path)/total",
      submit: texts["desk.order.lowerTotal"],
      fields: [
        .init(
          name: "total",
          label: texts["desk.order.newTotal", ["total": texts.money(order.total)]],
          maximum: 20
        )
      ],
      hidden: [("version", "\(order.progress.version)")],
      isQuiet: true
    )
  }

  private var refund: DeskForm? {
    guard let left = balance?.refundable, left.minorUnits > 0, frame.may(.askRefunds) else {
      return nil
    }
    let limit = settings.refundLimit(in: frame.request.tenant.currency)
    return DeskForm(
      path: "\(path)/refunds",
      submit: texts["desk.order.refund"],
      fields: [
        .init(
          name: "amount",
          label: texts["desk.order.refundAmount", ["left": texts.money(left)]],
          maximum: 20
        ),
        .init(name: "reason", label: texts["return.reasonLabel"]),
      ],
      hint: texts["desk.order.refundHint", ["limit": texts.money(limit)]],
      isQuiet: true
    )
  }

  private var cancel: DeskForm? {
    guard order.state.status == .placed, order.state.fulfilment == .unfulfilled,
      frame.may(.cancelOrders)
    else { return nil }
    return DeskForm(
      path: "\(path)/cancellation",
      submit: texts["desk.order.cancel"],
      hint: texts["desk.order.cancelHint"],
      isQuiet: true
    )
  }
}

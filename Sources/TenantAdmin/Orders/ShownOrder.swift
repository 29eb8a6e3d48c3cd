internal import Foundation
internal import Storefront
internal import TenantStore

/// An amount as scripts and people read it.
struct ShownMoney: Encodable {
  let minor: Int64
  let currency: String
  let text: String

  init(_ money: Money) {
    minor = money.minorUnits
    currency = money.currency.code
    text = money.text
  }
}

/// One row of the list of orders.
struct ShownOrderSummary: Encodable {
  let id: String
  let number: String
  let placedAt: Date
  let status: String
  let payment: String
  let fulfilment: String
  let contactName: String
  let pieces: Int
  let total: ShownMoney
  let provider: String

  init(_ order: OrderSummary) {
    id = order.id.description
    number = order.number
    placedAt = order.placedAt
    status = order.state.status.rawValue
    payment = order.state.payment.rawValue
    fulfilment = order.state.fulfilment.rawValue
    contactName = order.contactName
    pieces = order.quantity
    total = ShownMoney(order.total)
    provider = order.provider
  }
}

/// An order with its lines.
struct ShownOrder: Encodable {
  struct Contact: Encodable {
    let name: String
    let phone: String
    let address: String
  }

  struct Line: Encodable {
    let sku: String
    let name: String
    let options: String
    let unitPrice: ShownMoney
    let quantity: Int
    let total: ShownMoney
    let discount: ShownMoney
    let net: ShownMoney
    let taxBasisPoints: Int?
  }

  let id: String
  let number: String
  let placedAt: Date
  let status: String
  let payment: String
  let fulfilment: String
  let contact: Contact
  let note: String
  let provider: String
  let paymentReference: String?
  let goods: ShownMoney
  let freight: ShownMoney
  let adjustment: ShownMoney
  let freightDiscount: ShownMoney
  let total: ShownMoney
  let lines: [Line]
  let version: Int64
  let payBy: Date?
  let cancellation: String?
  let deliveredAt: Date?
  let region: String?
  let pickup: String?

  init(_ order: Order) {
    version = order.progress.version
    payBy = order.progress.payBy
    cancellation = order.progress.cancellation?.rawValue
    deliveredAt = order.progress.deliveredAt
    region = order.progress.region.isEmpty ? nil : order.progress.region
    pickup = order.progress.pickup?.location
    id = order.id.description
    number = order.number
    placedAt = order.placedAt
    status = order.state.status.rawValue
    payment = order.state.payment.rawValue
    fulfilment = order.state.fulfilment.rawValue
    contact = Contact(
      name: order.contact.name,
      phone: order.contact.phone,
      address: order.contact.address
    )
    note = order.note
    provider = order.provider
    paymentReference = order.paymentReference
    goods = ShownMoney(order.goods)
    freight = ShownMoney(order.freight)
    adjustment = ShownMoney(order.adjustment)
    freightDiscount = ShownMoney(order.freightDiscount)
    total = ShownMoney(order.total)
    lines = order.lines.map { line in
      Line(
        sku: line.code,
        name: line.name,
        options: line.options,
        unitPrice: ShownMoney(line.unitPrice),
        quantity: line.quantity,
        total: ShownMoney(line.total),
        discount: ShownMoney(line.discount),
        net: ShownMoney(line.net),
        taxBasisPoints: line.taxBasisPoints
      )
    }
  }
}

/// An order as a person at a terminal reads it.
enum OrderText {
  static func state(of order: Order) -> String {
    let state = order.state
    return [state.status.rawValue, state.payment.rawValue, state.fulfilment.rawValue]
      .joined(separator: ", ")
  }

  static func text(of order: Order) -> String {
    let contact = order.contact
    var facts = [
      "Order      \(order.number), \(ShownTime.text(order.placedAt))",
      "State      \(state(of: order))",
      "Contact    \(contact.name), \(contact.phone)",
      "Address    \(contact.address)",
      "Payment    \(order.provider)\(order.paymentReference.map { ", reference \($0)" } ?? "")",
    ]
    facts.append("Version    \(order.progress.version)")
    if let reason = order.progress.cancellation { facts.append("Cancelled  \(reason.rawValue)") }
    if let pickup = order.progress.pickup { facts.append("Pick-up    \(pickup.location)") }
    if !order.note.isEmpty { facts.append("Note       \(order.note)") }
    var table = Table("SKU", "NAME", "OPTIONS", "PRICE>", "PIECES>", "TOTAL>", "DISCOUNT>")
    for line in order.lines {
      table.add(
        line.code,
        line.name,
        line.options,
        line.unitPrice.text,
        "\(line.quantity)",
        line.total.text,
        line.discount.text
      )
    }
    let sums = [
      "Goods      \(order.goods.text)", "Freight    \(order.freight.text)",
      "Adjustment \(order.adjustment.text)", "Total      \(order.total.text)",
    ]
    return [facts.joined(separator: "\n"), table.text(ifEmpty: ""), sums.joined(separator: "\n")]
      .joined(separator: "\n\n")
  }
}

/// An instant as the tool shows it: UTC to the second.
enum ShownTime {
  static func text(_ instant: Date) -> String { instant.formatted(.iso8601) }
}

/// A page of a list with the way to the next.
enum PageText {
  static func text(_ rows: String, next: String?) -> String {
    guard let next else { return rows }
    return rows + "\n\nMore with: --after \(next)"
  }
}

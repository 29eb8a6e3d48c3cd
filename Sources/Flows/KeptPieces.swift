internal import Storefront
internal import TenantStore

/// What of an order is paid for and kept.
struct KeptPieces {
  private let order: Order
  /// Pieces by line.
  private let lines: [Int]

  init(_ order: Order, settled: [(position: Int, pieces: Int)]) {
    self.order = order
    lines = order.lines.enumerated().map { position, line in
      let gone = settled.first { $0.position == position }?.pieces ?? 0
      return order.isKept ? max(0, line.quantity - gone) : 0
    }
  }

  /// Whether an order has pieces of a SKU, alone or as a bundle.
  static func isSold(_ sku: String, in order: Order) -> Bool {
    order.lines.contains { $0.code == sku } || order.bundles.contains { $0.code == sku }
  }

  /// The pieces of all lines.
  var all: Int { lines.reduce(0, +) }

  /// The pieces of a SKU; a bundle counts while it is whole.
  func kept(of sku: String) -> Int {
    let alone = zip(order.lines, lines).reduce(0) { $0 + ($1.0.code == sku ? $1.1 : 0) }
    return order.bundles.reduce(alone) { sum, bundle in
      guard bundle.code == sku else { return sum }
      let whole = bundle.parts.map { lines[$0.line] / max(1, $0.quantity / bundle.quantity) }
      return sum + min(bundle.quantity, whole.min() ?? 0)
    }
  }

  /// What was paid for one piece, after all that was taken off.
  func paidEach(of sku: String) -> Money {
    let currency = order.total.currency
    if let line = order.lines.first(where: { $0.code == sku }) {
      return Money(
        minorUnits: line.net.minorUnits / Int64(max(1, line.quantity)),
        currency: currency
      )
    }
    guard let bundle = order.bundles.first(where: { $0.code == sku }) else {
      return .zero(currency)
    }
    let paid = bundle.parts.reduce(Int64(0)) { sum, part in
      let line = order.lines[part.line]
      return sum + line.net.minorUnits * Int64(part.quantity) / Int64(max(1, line.quantity))
    }
    return Money(minorUnits: paid / Int64(max(1, bundle.quantity)), currency: currency)
  }
}

extension Order {
  /// Whether it is paid for, at least in part, and not called off.
  fileprivate var isKept: Bool {
    switch state.payment {
    case .paid, .partiallyRefunded: state.status != .cancelled
    default: false
    }
  }
}

internal import TenantStore

/// What a bundle has of its parts: stock, weight, and who bears which cent of its price.
package enum BundleRule {
  /// What of a bundle's price falls on one part, in minor units.
  package struct Share: Hashable, Sendable {
    /// What the part's pieces cost in the bundle.
    package let total: Int64
    /// What is taken off that, zero to ``total``.
    package let discount: Int64
  }

  /// How many bundles can be had.
  ///
  /// - Parameter parts: How many pieces of each part there are, and how many one bundle takes.
  /// - Returns: What the scarcest part allows, not negative; zero without parts.
  package static func available(_ parts: [(available: Int, quantity: Int)]) -> Int {
    parts.map { max(0, $0.available) / $0.quantity }.min() ?? 0
  }

  /// What a bundle weighs: what the merchant says, else the sum of what is known of its parts.
  package static func weight(own: Int?, parts: [(grams: Int?, quantity: Int)]) -> Int? {
    if let own { return own }
    guard parts.contains(where: { $0.grams != nil }) else { return nil }
    return parts.reduce(0) { $0 + ($1.grams ?? 0) * $1.quantity }
  }

  /// Shares what bundles cost over their parts, to the cent.
  ///
  /// By what the pieces cost alone, largest remainder; by their number where all are free. A discount
  /// is shared by what each part costs in the bundle, so that nothing goes below zero.
  /// - Parameters:
  ///   - total: What the bundles cost, not negative.
  ///   - discount: What is taken off, zero to the total.
  ///   - prices: What one piece of each part costs alone, not negative.
  ///   - pieces: How many pieces of each part there are, above zero.
  /// - Returns: One share for each part; totals and discounts add up exactly.
  package static func shares(
    of total: Int64,
    discount: Int64,
    prices: [Int64],
    pieces: [Int]
  ) -> [Share] {
    let worth = zip(prices, pieces).map { $0 * Int64($1) }
    let totals = total.allocated(
      by: worth.contains { $0 > 0 } ? worth : pieces.map { Int64($0) }
    )
    return zip(totals, discount.allocated(by: totals)).map { Share(total: $0, discount: $1) }
  }

  /// The price of a piece on an order's line: what it costs alone, or more when its share is dearer.
  ///
  /// What the line then costs too much is taken off it, so that the share is paid exactly.
  package static func unitPrice(of share: Share, alone price: Int64, pieces: Int) -> Int64 {
    max(price, (share.total + Int64(pieces) - 1) / Int64(pieces))
  }

  /// The line that a SKU is too short for, and how many of it can be had: the last one that takes
  /// of the SKU, alone or in a bundle, after those before it.
  static func short(of sku: SKUID, _ available: Int, in lines: [CartLine]) -> (
    code: String, left: Int
  ) {
    let takers = lines.compactMap { line in
      line.needs.first { $0.sku == sku }.map { (line: line, each: $0.quantity) }
    }
    guard let last = takers.last else { return ("", available) }
    let before = takers.dropLast().reduce(0) { $0 + $1.each * $1.line.quantity }
    return (last.line.code, max(0, available - before) / last.each)
  }

  /// Lines with what is left for each when those before it have had theirs: a bundle and a piece of
  /// the same SKU share one stock.
  ///
  /// - Parameters:
  ///   - lines: The lines of a cart, in its order.
  ///   - stock: How many pieces of each SKU there are that is no bundle.
  /// - Returns: The same lines; those that are on sale say how many can be had.
  static func sharing(_ lines: [CartLine], _ stock: [SKUID: Int]) -> [CartLine] {
    var stock = stock
    return lines.map { line in
      guard line.state != .unavailable else { return line }
      let needs = line.needs
      let left = available(needs.map { (stock[$0.sku, default: 0], $0.quantity) })
      for need in needs {
        stock[need.sku, default: 0] -= need.quantity * min(left, line.quantity)
      }
      return line.with(state: left < line.quantity ? .short(left: left) : .available)
    }
  }
}

extension CartLine {
  /// What one of the line takes off the shelf.
  var needs: [StockDemand.Item] {
    parts.isEmpty
      ? [StockDemand.Item(sku: sku, quantity: 1)]
      : parts.map { StockDemand.Item(sku: $0.sku, quantity: $0.quantity) }
  }
}

internal import TenantStore

/// How much of an order's discounts falls on each line and on its freight, in minor units.
package struct OrderDiscounts: Hashable, Sendable {
  /// What is taken off each line, 0 to the line's total.
  package private(set) var lines: [Int64]
  /// What is taken off the freight, 0 to the freight.
  package private(set) var freight: Int64 = 0
  private let totals: [Int64]
  private let wholeFreight: Int64

  /// Nothing is taken off yet.
  package init(lines totals: [Int64], freight: Int64) {
    self.totals = totals
    wholeFreight = freight
    lines = totals.map { _ in 0 }
  }

  /// The same with exactly this taken off.
  ///
  /// - Parameters:
  ///   - lines: At most each line's total.
  ///   - freight: At most the freight.
  /// - Returns: A copy.
  func taking(_ lines: [Int64], freight: Int64) -> Self {
    var copy = self
    copy.lines = lines
    copy.freight = freight
    return copy
  }

  /// What is taken off the lines together.
  package var goods: Int64 { lines.reduce(0, +) }

  /// Takes an amount off the order as a whole: off the lines by what each still costs, and off the
  /// freight what the lines cannot bear.
  ///
  /// Largest remainder, so that the shares add up exactly and no part becomes negative.
  /// - Parameter amount: In minor units; one that is negative takes nothing, and one that is more
  ///   than goods and freight takes these.
  /// - Returns: What was taken off.
  package mutating func take(_ amount: Int64) -> Int64 {
    let left = zip(totals, lines).map { $0 - $1 }
    let onGoods = min(max(amount, 0), left.reduce(0, +))
    if onGoods > 0 {
      lines = zip(lines, onGoods.allocated(by: left)).map { $0 + $1 }
    }
    return onGoods + takeOffFreight(max(amount, 0) - onGoods)
  }

  /// Takes an amount off the freight alone.
  ///
  /// - Parameter amount: In minor units; one that is negative takes nothing, and one that is more than
  ///   the freight takes this.
  /// - Returns: What was taken off.
  package mutating func takeOffFreight(_ amount: Int64) -> Int64 {
    let taken = min(max(amount, 0), wholeFreight - freight)
    freight += taken
    return taken
  }
}

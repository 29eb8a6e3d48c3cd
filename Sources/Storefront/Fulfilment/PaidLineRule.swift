public import TenantStore

/// What was paid for each line of an order once its reductions are shared among the lines.
public enum PaidLineRule {
  /// The amounts paid per line.
  ///
  /// The reduction is shared by largest remainder in proportion to what the lines cost; what exceeds
  /// the goods fell on the freight. The sum is goods and reduction, at least zero.
  /// - Parameters:
  ///   - lines: What each line cost, not negative.
  ///   - reduction: What was taken off the order, zero or negative.
  /// - Returns: One amount per line, each from zero to what the line cost.
  public static func paid(lines: [Money], reduction: Money) -> [Money] {
    let goods = lines.reduce(.zero(reduction.currency), +)
    let taken = Money(
      minorUnits: min(-reduction.minorUnits, goods.minorUnits),
      currency: reduction.currency
    )
    let shares = taken.allocated(by: lines.map(\.minorUnits))
    return zip(lines, shares).map { $0 - $1 }
  }
}

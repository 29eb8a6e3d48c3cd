public import TenantStore

/// What was paid for each line of an order once what the merchant took off it is shared.
public enum PaidLineRule {
  /// The amounts paid per line.
  ///
  /// Discounts stand on the lines already. A merchant's reduction of the whole order is shared by
  /// largest remainder in proportion to what the lines cost; what exceeds them fell on the freight.
  /// - Parameters:
  ///   - lines: What each line cost after its discounts, not negative.
  ///   - reduction: What was taken off the goods besides, zero or negative.
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

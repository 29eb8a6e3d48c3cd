extension Money {
  /// The sum of two amounts of one currency.
  public static func + (left: Self, right: Self) -> Self {
    precondition(left.currency == right.currency, "amounts of two currencies cannot be added")
    return Self(minorUnits: left.minorUnits + right.minorUnits, currency: left.currency)
  }

  /// The difference of two amounts of one currency.
  public static func - (left: Self, right: Self) -> Self {
    left + Self(minorUnits: -right.minorUnits, currency: right.currency)
  }

  /// A whole multiple of an amount.
  public static func * (amount: Self, count: Int) -> Self {
    Self(minorUnits: amount.minorUnits * Int64(count), currency: amount.currency)
  }

  /// Shares an amount by weights so that the shares add up to it exactly.
  ///
  /// Largest remainder: each share is rounded down, then the units left over go to the largest
  /// remainders, earlier ones first. With no positive weight all shares but the first are zero.
  /// - Parameter weights: Not negative, one per share.
  /// - Returns: One share per weight, in the same order.
  public func allocated(by weights: [Int64]) -> [Self] {
    minorUnits.allocated(by: weights).map { Self(minorUnits: $0, currency: currency) }
  }
}

extension Int64 {
  /// Shares an amount of minor units; see ``Money/allocated(by:)``.
  ///
  /// No share is greater than its weight where the weights add up to at least the amount.
  public func allocated(by weights: [Int64]) -> [Int64] {
    let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard total > 0 else { return weights.indices.map { $0 == 0 ? self : 0 } }
    let products = weights.map { Int128(magnitude) * Int128($0) }
    var shares = products.map { Int64($0 / total) }
    let left = Int(Int64(magnitude) - shares.reduce(0, +))
    let byRemainder = products.indices.sorted {
      (products[$0] % total, -$0) > (products[$1] % total, -$1)
    }
    for index in byRemainder.prefix(left) { shares[index] += 1 }
    return shares.map { signum() * $0 }
  }
}

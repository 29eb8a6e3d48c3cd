/// Which tax is contained in a price.
///
/// Prices include their tax; the rate is kept with each line as it was when it was sold.
struct TaxRule: Sendable {
  private let standard: Int?
  private let byCategory: [String: Int]

  /// Reads checked settings; without any no rate is known.
  init(_ settings: StorefrontSettings.Tax?) {
    standard = settings?.rate.flatMap(PercentRule.basisPoints)
    byCategory = (settings?.categories ?? [:]).compactMapValues(PercentRule.basisPoints)
  }

  /// The rate of goods in a category, in basis points: the nearest category's that has one.
  ///
  /// - Parameter path: The slugs of the category and those above it, from the top.
  /// - Returns: Nothing when the merchant has not said any rate.
  func basisPoints(in path: [String]) -> Int? {
    path.reversed().lazy.compactMap { byCategory[$0] }.first ?? standard
  }

  /// The tax that an amount contains, rounded half up: gross × rate ÷ (1 + rate).
  static func contained(in gross: Int64, basisPoints: Int) -> Int64 {
    let whole = Int128(PercentRule.whole + basisPoints)
    return Int64((Int128(gross) * Int128(basisPoints) + whole / 2) / whole)
  }
}

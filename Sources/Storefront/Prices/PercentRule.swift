/// Percentages as people write them, kept as basis points: 10,000 are the whole.
package enum PercentRule {
  /// The whole, in basis points.
  package static let whole = 10_000

  /// Reads `13`, `8.5` or `0.25`: at most two digits after the point, 0 to 100.
  ///
  /// - Returns: The basis points, or nothing when the text is no such number.
  package static func basisPoints(_ text: String) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : "0"
    let digits = (parts.first ?? "") + fraction
    let isPlain = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isPlain, (1...2).contains(fraction.count), let whole = parts.first.flatMap({ Int($0) }),
      whole <= 100, let part = Int(fraction.count == 1 ? fraction + "0" : fraction)
    else { return nil }
    let points = whole * 100 + part
    return points <= Self.whole ? points : nil
  }

  /// The text that ``basisPoints(_:)`` reads, as short as it can be.
  package static func text(_ basisPoints: Int) -> String {
    let (whole, part) = basisPoints.quotientAndRemainder(dividingBy: 100)
    guard part > 0 else { return "\(whole)" }
    return part.isMultiple(of: 10)
      ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  /// A share of an amount in minor units, rounded half up once.
  package static func share(of amount: Int64, _ basisPoints: Int) -> Int64 {
    let product = Int128(amount) * Int128(basisPoints)
    return Int64((product + Int128(whole / 2)) / Int128(whole))
  }
}

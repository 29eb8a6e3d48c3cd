/// By what a list of products is narrowed by one of several values.
///
/// A value stands in the search index as a term whose first letter says which facet is meant.
public enum ProductFacet: String, CaseIterable, Sendable {
  /// A category's slug; that of the one above it stands beside it.
  case category = "c"
  /// The brand as the merchant writes it.
  case brand = "b"
  /// One of the materials.
  case material = "m"
  /// The safety class or standard.
  case safetyClass = "s"
  /// The size or body height of one of the SKUs.
  case size = "z"

  /// The term of a value.
  func term(_ value: String) -> String { "\(rawValue):" + value }

  /// What the documents say of a product's ages, `a:6:12`; stages are worked out from it.
  static func ages(_ ages: AgeRange) -> String {
    "a:\(ages.from.map { "\($0)" } ?? ""):\(ages.to.map { "\($0)" } ?? "")"
  }

  /// Reads what ``ages(_:)`` wrote.
  static func ages(_ text: some StringProtocol) -> AgeRange {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return .any }
    return AgeRange(from: Int(parts[0]), to: Int(parts[1]))
  }
}

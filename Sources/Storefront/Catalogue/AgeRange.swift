/// Months of a child's age, half-open: `from` belongs to it, `to` does not.
///
/// Months before birth are negative; a missing bound is no bound.
public struct AgeRange: Hashable, Sendable, Codable {
  /// The first month that belongs to the range.
  public let from: Int?
  /// The first month after the range.
  public let to: Int?

  /// Creates a range.
  public init(from: Int?, to: Int?) {
    self.from = from
    self.to = to
  }

  /// Every age.
  public static let any = Self(from: nil, to: nil)

  /// Whether a product that is made for `self` belongs on the page of the given months.
  ///
  /// A product without any bound (a thermometer, a wash cloth) suits every child that is born, and
  /// no page that ends at birth: expecting mothers are shown what was chosen for them.
  public func fits(_ window: AgeRange) -> Bool {
    guard from != nil || to != nil else { return (window.to ?? .max) > 0 }
    return (from ?? .min) < (window.to ?? .max) && (to ?? .max) > (window.from ?? .min)
  }
}

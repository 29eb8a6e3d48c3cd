/// What recommendations have to know of an item of the shop.
public struct CatalogueItem: Hashable, Sendable, Codable {
  /// The item as signals name it, 1 to 80 characters.
  public var id: String
  /// What it is one of: items of a category may stand for each other; empty when nobody said.
  public var category: String
  /// What its category belongs to; nil where there is nothing above it.
  public var parentCategory: String?
  /// The ages that it is made for.
  public var ages: AgeSpan
  /// Whether it can be had now.
  public var isAvailable: Bool
  /// What it costs, in minor units of the tenant's currency; nil when nobody said.
  public var price: Int64?
  /// What it contains that somebody may not bear, in the shop's own words.
  public var allergens: Set<String>
  /// Whether the law lets it be promoted.
  public var restriction: Restriction
  /// What else is said of it; nil when nothing is.
  public var labels: ItemLabels?

  /// Describes an item.
  public init(
    id: String,
    category: String = "",
    parentCategory: String? = nil,
    ages: AgeSpan = .any,
    isAvailable: Bool = true,
    price: Int64? = nil,
    allergens: Set<String> = [],
    restriction: Restriction = .none,
    labels: ItemLabels? = nil
  ) {
    self.id = id
    self.category = category
    self.parentCategory = parentCategory
    self.ages = ages
    self.isAvailable = isAvailable
    self.price = price
    self.allergens = allergens
    self.restriction = restriction
    self.labels = labels
  }

  /// Goods that a shop may sell but not press upon anybody.
  public enum Restriction: String, Hashable, Sendable, Codable {
    /// Ordinary goods.
    case none
    /// A medicine or a device that a doctor should name.
    case medicine
    /// Milk formula and what else stands for breast milk.
    case breastMilkSubstitute
  }
}

/// Months of a child's age, half-open; a missing bound is no bound, and months before birth are negative.
public struct AgeSpan: Hashable, Sendable, Codable {
  /// The first month that belongs to the span.
  public let from: Int?
  /// The first month after it.
  public let to: Int?

  /// Names a span.
  public init(from: Int?, to: Int?) {
    self.from = from
    self.to = to
  }

  /// Every age.
  public static let any: Self = Self(from: nil, to: nil)

  /// Whether a child of so many months is of the age.
  public func contains(_ months: Int) -> Bool {
    (from ?? .min) <= months && months < (to ?? .max)
  }

  /// Whether some age is in both spans.
  public func overlaps(_ other: Self) -> Bool {
    (from ?? .min) < (other.to ?? .max) && (other.from ?? .min) < (to ?? .max)
  }

  /// Whether it says anything of an age.
  public var isBounded: Bool { from != nil || to != nil }
}

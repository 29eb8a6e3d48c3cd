/// For whom items are chosen.
public struct Visitor: Hashable, Sendable {
  /// Whose signals count; nil for nobody who is known.
  public var person: PersonID?
  /// The ages of the children in months, before birth negative; empty when nobody said.
  public var ages: [Int]
  /// What the children do not bear, in the words of ``CatalogueItem/allergens``.
  public var allergies: Set<String>

  /// Describes a visitor.
  public init(person: PersonID? = nil, ages: [Int] = [], allergies: Set<String> = []) {
    self.person = person
    self.ages = ages
    self.allergies = allergies
  }
}

/// Where rows are to stand.
public struct RowContext: Hashable, Sendable {
  /// The items that the page is about or that lie in the cart, the most important first.
  public var items: [String]
  /// The most items of a row, 1 to ``countLimit``.
  public var count: Int

  /// The most items that a row can be asked for.
  public static let countLimit = 50

  /// Describes a place.
  public init(items: [String] = [], count: Int = 8) {
    self.items = items
    self.count = min(max(count, 1), Self.countLimit)
  }
}

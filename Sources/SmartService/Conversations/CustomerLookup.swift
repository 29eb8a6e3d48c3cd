public import TenantStore

/// Goods that a customer has ordered.
public struct BoughtGoods: Hashable, Sendable {
  /// What they are called.
  public let name: String
  /// The short names of their category and of those above it.
  public let categories: [String]

  /// Describes goods.
  public init(name: String, categories: [String]) {
    self.name = name
    self.categories = categories
  }
}

/// How old a customer's children are, as far as the family agreed to its use.
public struct ChildAges: Hashable, Sendable {
  /// In whole months, one for each child.
  public let months: [Int]

  /// Names the ages.
  public init(months: [Int]) { self.months = months }

  /// The age of the only child in days, the youngest that the month allows; nothing where there are several,
  /// because nobody knows of which is spoken.
  public var onlyDays: Int? {
    guard months.count == 1, let only = months.first, only >= 0 else { return nil }
    return Int((Double(only) * 30.4375).rounded(.up))
  }
}

/// The port to what the shop knows of a customer, data beside content and people; the composition supplies
/// it, and every part may be absent.
public struct CustomerLookup: Sendable {
  /// Looks something up of the visitor of a session.
  public typealias Find<Value> =
    @Sendable (_ session: Session, _ tenant: TenantSnapshot, _ querying: any TenantQuerying)
    async throws -> Value

  /// How old the children are.
  public let ages: Find<ChildAges>
  /// What was ordered, the newest first.
  public let goods: Find<[BoughtGoods]>

  /// Supplies the port.
  public init(
    ages: @escaping Find<ChildAges> = { _, _, _ in ChildAges(months: []) },
    goods: @escaping Find<[BoughtGoods]> = { _, _, _ in [] }
  ) {
    self.ages = ages
    self.goods = goods
  }

  /// Nothing is known of anybody.
  public static let none = Self()
}

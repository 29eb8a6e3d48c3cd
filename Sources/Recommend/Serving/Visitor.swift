/// For whom items are chosen.
public struct Visitor: Hashable, Sendable {
  /// Whose signals count; nil for nobody who is known.
  public var person: PersonID?
  /// The ages of the children in months, before birth negative; empty when nobody said.
  public var ages: [Int]
  /// What the children do not bear, in the words of ``CatalogueItem/allergens``.
  public var allergies: Set<String>
  /// What they chose of how things are proposed.
  public var wishes: PersonWishes
  /// The language in which they read, BCP 47; it says to which region of the shop they belong.
  public var locale: String?
  /// The market in which they buy, ISO 3166-1 in lower case: that of their region, else the shop's own.
  package var market: String?
  /// The region to which they belong.
  package var region: ShopRegion?
  /// What must hold of goods for them.
  package var requirements: Set<GoodsRequirement> = []

  /// Describes a visitor.
  public init(
    person: PersonID? = nil,
    ages: [Int] = [],
    allergies: Set<String> = [],
    wishes: PersonWishes = .none,
    locale: String? = nil
  ) {
    self.person = person
    self.ages = ages
    self.allergies = allergies
    self.wishes = wishes
    self.locale = locale
  }
}

/// Where rows are to stand.
public struct RowContext: Hashable, Sendable {
  /// The item that the page is about.
  public var page: String?
  /// The items that lie in the cart, the most important first.
  public var cart: [String]
  /// The most items of a row, 1 to ``countLimit``.
  public var count: Int

  /// The most items that a row can be asked for.
  public static let countLimit = 50

  /// Describes a place.
  public init(page: String? = nil, cart: [String] = [], count: Int = 8) {
    self.page = page
    self.cart = cart
    self.count = min(max(count, 1), Self.countLimit)
  }

  /// What the visitor has before them.
  var items: [String] { [page].compactMap(\.self) + cart.filter { $0 != page } }
}

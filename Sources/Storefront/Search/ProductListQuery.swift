internal import TenantStore

/// In which order products are listed.
public enum ProductSort: String, CaseIterable, Sendable {
  /// The latest additions first.
  case newest
  /// What was sold most first.
  case popular
  /// The cheapest first.
  case priceUp = "price_up"
  /// The dearest first, by the cheapest SKU.
  case priceDown = "price_down"
}

/// What a visitor wants to see in a list of products.
public struct ProductListQuery: Hashable, Sendable {
  /// The most products that one page may have.
  public static let pageLimit = 100

  /// The slug of a category; what is below it belongs to it.
  public var category: String?
  /// Only what is made for these ages; a stage's months.
  public var ages: AgeRange?
  /// Only what costs at least this, in minor units.
  public var minimumPrice: Int64?
  /// Only what costs at most this, in minor units.
  public var maximumPrice: Int64?
  /// Only these brands; all when empty.
  public var brands: [String] = []
  /// Only what can be had now.
  public var onlyInStock = false
  /// Words that all must occur; none when empty.
  public var text = ""
  /// The order.
  public var sort = ProductSort.newest
  /// Where the page begins: the ``ProductPage/next`` of the page before.
  public var cursor: String?
  /// How many products the page may have, 1 to ``pageLimit``.
  ///
  /// Defaults to 24.
  public var limit = 24

  /// Asks for everything, newest first.
  public init() {}
}

/// One page of a list of products.
public struct ProductPage: Hashable, Sendable {
  /// The products in the order asked for.
  public let items: [ProductCard]
  /// Where the next page begins; nothing on the last one.
  public let next: String?
}

/// By what the products of a list can be narrowed further.
public struct ProductFacets: Hashable, Sendable {
  /// The most products that are counted.
  public static let ceiling = 1000

  /// A brand with the number of its products in the list.
  public struct Brand: Hashable, Sendable {
    /// The brand's name.
    public let name: String
    /// How many products of the list have it.
    public let count: Int
  }

  /// How many products the list has, at most ``ceiling``.
  public let count: Int
  /// Whether there are more products than were counted.
  public let isCeilingReached: Bool
  /// The brands of the list, the most frequent first, as if none had been chosen.
  public let brands: [Brand]
  /// The lowest and the highest price of the list, as if no brand had been chosen.
  public let prices: ClosedRange<Int64>?
}

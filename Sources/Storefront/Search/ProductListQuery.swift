internal import TenantStore

/// In which order products are listed.
public enum ProductSort: String, CaseIterable, Sendable {
  /// What fits the words best first, in stock before sold out; without words, the newest first.
  case relevance
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
  /// Only what belongs to this collection of the merchant's.
  public var collection: CollectionRule?
  /// Only what is made for these ages; a stage's months.
  public var ages: AgeRange?
  /// Only what costs at least this, in minor units.
  public var minimumPrice: Int64?
  /// Only what costs at most this, in minor units.
  public var maximumPrice: Int64?
  /// Only these brands; all when empty.
  public var brands: [String] = []
  /// Only what has one of these materials; all when empty.
  public var materials: [String] = []
  /// Only these safety classes; all when empty.
  public var safetyClasses: [String] = []
  /// Only what comes in one of these sizes; all when empty.
  public var sizes: [String] = []
  /// Only what can be had now.
  public var onlyInStock = false
  /// Words that all must occur, in one of their readings; none when empty.
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

  /// The values of a facet that are asked for; all when empty.
  public func values(of facet: ProductFacet) -> [String] {
    switch facet {
    case .category: category.map { [$0] } ?? []
    case .brand: brands
    case .material: materials
    case .safetyClass: safetyClasses
    case .size: sizes
    }
  }

  /// The same list without what only tells the page: what its facets depend on.
  public var withoutPage: Self {
    var copy = self
    (copy.cursor, copy.limit, copy.sort) = (nil, 24, text.isEmpty ? .newest : .relevance)
    return copy
  }
}

/// One page of a list of products.
public struct ProductPage: Hashable, Sendable {
  /// The products in the order asked for.
  public let items: [ProductCard]
  /// Where the next page begins; nothing on the last one.
  public let next: String?
  /// How the words were understood; nothing of a list without words.
  public var search: SearchOutcome?

  static let none = Self(items: [], next: nil)
}

/// How the words of a search were understood, and what comes near when nothing has all of them.
public struct SearchOutcome: Hashable, Sendable {
  /// What was understood otherwise than as it was typed.
  public let readings: [SearchReading]
  /// What nothing of the shop is found by, and which was left out.
  public let missing: [String]
  /// Products that have some of the words, when none has all.
  public var near: [ProductCard] = []
}

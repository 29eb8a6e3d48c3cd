internal import Foundation

/// Up to how many products a list is found in one way, and from there on in another.
package struct ListingLimits: Hashable, Sendable {
  /// Those of every shop.
  package static let usual = Self()

  /// Up to how many products of its rarest group a list is found by looking at them all.
  package var rareGroup = 3_000
  /// Up to how many of it a list in another order than the newest is found by looking at what has
  /// all groups: a walk in that order may have to pass the whole shop, as from the cheapest product
  /// to the first car seat.
  package var readGroup = 30_000
  /// The most products of a ranked search: best of the best found, not of all there are.
  ///
  /// One more than is counted, which tells that there are more.
  package var ranked = ProductFacets.ceiling + 1
  /// How many products are ranked where more than a rare group has them, the newest.
  package var newest = ProductFacets.ceiling + 1
  /// How many of what the shop sells best are ranked beside those.
  package var bestSellers = 1_000

  /// Creates the usual limits.
  package init() {}
}

/// How a list of products is found: by which groups of terms, driven by which of them.
struct ListingPlan {
  let query: ProductListQuery
  /// How the words were understood; nothing without words.
  let search: SearchPlan?
  /// What must be found: the words', then those that narrow.
  let groups: [TermGroup]
  let counts: [String: Int]
  /// The inner bounds of the bands of prices.
  let priceBounds: [Int64]
  /// When the list is looked at: what is published is decided by the clock.
  let now: Date

  /// Up to how many products are read.
  let limits: ListingLimits

  init(
    _ query: ProductListQuery,
    _ search: SearchPlan?,
    _ lexicon: Lexicon,
    priceBounds: [Int64],
    limits: ListingLimits,
    now: Date
  ) {
    self.query = query
    self.search = search
    counts = lexicon.counts
    self.priceBounds = priceBounds
    self.limits = limits
    self.now = now
    groups =
      (search?.groups ?? [])
      + ProductFacet.allCases.compactMap { facet in
        Self.group(facet, query.values(of: facet), lexicon).map { group in
          var group = group
          group.facet = facet
          return group
        }
      }
      + ProductFacet.allCases.compactMap { facet in
        Self.group(facet, query.collection?.collection.values(of: facet) ?? [], lexicon)
      }
  }

  private static func group(_ facet: ProductFacet, _ values: [String], _ lexicon: Lexicon)
    -> TermGroup?
  {
    let terms = values.map { ProductFacet.posted(facet.term($0)) }
    guard !terms.isEmpty else { return nil }
    let count = terms.reduce(0) { $0 + (lexicon.counts[$1] ?? 0) }
    return TermGroup(alternatives: terms.map { [$0] }, count: count)
  }

  /// Whether there are words of which nothing is known: nothing need be asked.
  var isHopeless: Bool { search.map { $0.groups.isEmpty } ?? false }

  /// Whether the best come first.
  var isRanked: Bool { query.sort == .relevance && !(search?.groups.isEmpty ?? true) }

  /// The order that the cursor and the statement follow.
  var sort: ProductSort {
    query.sort == .relevance && !isRanked ? .newest : query.sort
  }

  /// In which way the products of a list are come by.
  enum Access: Hashable {
    /// All that have a term of one rare group, each looked at.
    case all(group: Int)
    /// What has one term, from the newest on, which is the order of its postings.
    case newest(group: Int)
    /// What has all groups by their postings alone, from the newest on or in any order.
    case common(newestFirst: Bool)
    /// The newest of what is found, and of what sells best.
    case best
    /// The shop's products in the order of an index, each asked whether it has the terms. It soon
    /// finds a page where a tenth of a shop has them.
    case walk
  }

  /// How to find the best of what has all words.
  var accessToBest: Access {
    rarest.map { Access.all(group: $0) } ?? (groups.isEmpty ? .walk : .best)
  }

  /// Whether all that is counted for the facets is found for the page already.
  var isFoundOnce: Bool { isRanked || rarest != nil }

  /// How to find products in an order: all of them, or no more than a page.
  func access(newestFirst: Bool) -> Access {
    if let rarest { return .all(group: rarest) }
    guard let least = byCount.first.map({ groups[$0].count }) else { return .walk }
    guard newestFirst else {
      return least <= limits.readGroup ? .common(newestFirst: false) : .walk
    }
    let single = byCount.first { groups[$0].singleTerm != nil && groups[$0].count / 4 <= least }
    return single.map { Access.newest(group: $0) } ?? .common(newestFirst: true)
  }

  /// The rarest group, unless that is too frequent for all its products to be looked at.
  private var rarest: Int? {
    byCount.first.flatMap { groups[$0].count <= limits.rareGroup ? $0 : nil }
  }

  /// The groups, the rarest first.
  private var byCount: [Int] {
    groups.indices.sorted { (groups[$0].count, $0) < (groups[$1].count, $1) }
  }

  /// By what the list is narrowed, each by the letter of its terms.
  var narrowings: [Character] {
    var letters = ProductFacet.allCases.filter { !query.values(of: $0).isEmpty }
      .compactMap(\.rawValue.first)
    if query.ages != nil { letters.append("a") }
    if query.minimumPrice != nil || query.maximumPrice != nil { letters.append("p") }
    return letters
  }

  /// The same list without one of the things that narrow it.
  func without(_ narrowing: Character) -> Self {
    var query = query
    switch narrowing {
    case "a": query.ages = nil
    case "p": (query.minimumPrice, query.maximumPrice) = (nil, nil)
    default: break
    }
    return Self(self, query, groups.filter { $0.facet?.rawValue.first != narrowing })
  }

  /// The list of what has the rarest of several words, when nothing has all.
  var near: Self? {
    guard let words = search?.groups, words.count + (search?.missing.count ?? 0) > 1 else {
      return nil
    }
    let rarest = words.min { $0.count < $1.count }
    return Self(self, ProductListQuery(), rarest.map { [$0] } ?? [])
  }

  private init(_ other: Self, _ query: ProductListQuery, _ groups: [TermGroup]) {
    self.query = query
    search = other.search
    self.groups = groups
    counts = other.counts
    priceBounds = other.priceBounds
    limits = other.limits
    now = other.now
  }
}

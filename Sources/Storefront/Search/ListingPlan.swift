internal import Foundation

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

  /// The most products of a ranked search: best of the best found, not of all there are.
  static let rankLimit = 1_000
  /// Up to how many products of its rarest group a list is found by reading them all.
  ///
  /// A larger group is not read; the list is walked in its order instead, and each product asked
  /// whether it has the terms, which soon finds enough where a tenth of a shop has them.
  static let driverLimit = 3_000

  init(
    _ query: ProductListQuery,
    _ search: SearchPlan?,
    _ lexicon: Lexicon,
    priceBounds: [Int64],
    now: Date
  ) {
    self.query = query
    self.search = search
    counts = lexicon.counts
    self.priceBounds = priceBounds
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

  /// The group by which products are read; nothing when all are too frequent for that.
  func driver(of groups: [TermGroup]) -> Int? {
    groups.indices.min { groups[$0].count < groups[$1].count }
      .flatMap { groups[$0].count <= Self.driverLimit ? $0 : nil }
  }

  /// By what the list is narrowed, each by the letter of its terms.
  var narrowings: [Character] {
    var letters = ProductFacet.allCases.filter { !query.values(of: $0).isEmpty }
      .compactMap(\.rawValue.first)
    if query.ages != nil { letters.append("a") }
    if query.minimumPrice != nil || query.maximumPrice != nil { letters.append("p") }
    if query.onlyInStock { letters.append("k") }
    return letters
  }

  /// The same list without one of the things that narrow it.
  func without(_ narrowing: Character) -> Self {
    var query = query
    switch narrowing {
    case "a": query.ages = nil
    case "p": (query.minimumPrice, query.maximumPrice) = (nil, nil)
    case "k": query.onlyInStock = false
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
    now = other.now
  }
}

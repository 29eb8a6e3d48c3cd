internal import TenantStore

/// By what the products of a list can be narrowed further.
///
/// The counts of a facet are those of the list as if none of its own values had been chosen, so that
/// a further value can be added to those chosen.
public struct ProductFacets: Hashable, Sendable {
  /// The most products that are counted.
  public static let ceiling = 1000

  /// A value with the number of products that have it.
  public struct Value: Hashable, Sendable {
    /// The value as the merchant writes it; a category's slug.
    public let name: String
    /// How many products of the list have it, at most ``ProductFacets/ceiling``.
    public let count: Int
  }

  /// Prices from one amount to below another, in minor units.
  public struct PriceBand: Hashable, Sendable {
    /// The least price; nothing when it begins at zero.
    public let from: Int64?
    /// The first price above it; nothing when it has no end.
    public let to: Int64?
    /// How many products of the list begin in it.
    public let count: Int
  }

  /// How many products the list has, at most ``ceiling``.
  public let count: Int
  /// Whether there are more products than were counted.
  public let isCeilingReached: Bool
  /// The values of each facet, the most frequent first.
  public let values: [ProductFacet: [Value]]
  /// The bands of prices, the lowest first, those without products left out.
  public let prices: [PriceBand]
  /// How many products can be had now.
  public let inStock: Int
  private let ages: [(range: AgeRange, count: Int)]

  static let none = Self(counts: [:], without: [:], bounds: [])

  /// The brands of the list, the most frequent first.
  public var brands: [Value] { values[.brand] ?? [] }

  /// How many products of the list are for some months.
  public func count(for stage: AgeRange) -> Int {
    ages.reduce(0) { $0 + ($1.range.fits(stage) ? $1.count : 0) }
  }

  /// - Parameters:
  ///   - counts: The counts of the list's terms; `n:` is that of its products.
  ///   - without: Those of the list without the facet that the term belongs to, where one is chosen.
  ///   - bounds: The inner bounds of the bands of prices.
  init(counts: [String: Int], without: [String: Int], bounds: [Int64]) {
    let all = counts["n:"] ?? 0
    count = min(all, Self.ceiling)
    isCeilingReached = all > Self.ceiling
    inStock = min(counts["k:"] ?? 0, Self.ceiling)
    // A chosen value counts at least what the narrowed list has of it, which may lie behind the
    // products at which the counting without it stopped.
    let chosen = Set(without.keys.compactMap(\.first))
    var merged = counts.filter { entry in entry.key.first.map { !chosen.contains($0) } ?? true }
    for (term, number) in without { merged[term] = max(number, counts[term] ?? 0) }
    var values: [ProductFacet: [Value]] = [:]
    var ages: [(AgeRange, Int)] = []
    var bands: [Int: Int] = [:]
    for (term, number) in merged {
      let (kind, value) = (String(term.prefix(1)), String(term.dropFirst(2)))
      if let facet = ProductFacet(rawValue: kind) {
        values[facet, default: []].append(Value(name: value, count: min(number, Self.ceiling)))
      } else if kind == "a" {
        ages.append((ProductFacet.ages(value), number))
      } else if kind == "p", let band = Int(value) {
        bands[band] = number
      }
    }
    self.values = values.mapValues { $0.sorted { ($1.count, $0.name) < ($0.count, $1.name) } }
    self.ages = ages
    prices = bands.sorted { $0.key < $1.key }.map { band, number in
      PriceBand(
        from: band > 0 ? bounds[band - 1] : nil,
        to: band < bounds.count ? bounds[band] : nil,
        count: min(number, Self.ceiling)
      )
    }
  }

  /// Facets are the same when all counts are.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.values == right.values && left.prices == right.prices
      && left.inStock == right.inStock && left.isCeilingReached == right.isCeilingReached
  }

  /// Hashes the number of products.
  public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

/// Where the bands of prices lie.
enum PriceBandRule {
  /// The inner bounds in minor units: steps of 1, 2 and 5 at which shoppers think.
  static func bounds(_ currency: Currency) -> [Int64] {
    let scales: [String: Int64] = ["IDR": 1_000, "VND": 1_000, "KRW": 100, "JPY": 10, "THB": 5]
    let unit = (scales[currency.code] ?? 1) * currency.minorUnitsPerUnit
    return [20, 50, 100, 200, 500, 1_000].map { $0 * unit }
  }
}

/// What a merchant says of an item beside what the catalogue does.
public struct ItemLabels: Hashable, Sendable, Codable {
  /// The situations that it serves.
  public var scenarios: Set<Scenario>
  /// The only markets in which it may be sold, ISO 3166-1 in lower case; every one when empty.
  public var markets: Set<String>
  /// The languages on its label, BCP 47 without a region; empty when nobody said.
  public var languages: Set<String>
  /// What is certified of it, such as `halal`.
  public var traits: Set<String>

  /// Says something of an item.
  public init(
    scenarios: Set<Scenario> = [],
    markets: Set<String> = [],
    languages: Set<String> = [],
    traits: Set<String> = []
  ) {
    self.scenarios = scenarios
    self.markets = markets
    self.languages = languages
    self.traits = traits
  }

  /// What is wrong with them, by the name of the field; nil when nothing is.
  public var problem: String? {
    func areCodes(_ codes: Set<String>, _ limit: Int) -> Bool {
      codes.count <= limit
        && codes.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { (97...122).contains($0) } }
    }
    if !areCodes(markets, 60) { return "markets" }
    return areCodes(languages, 20) ? nil : "languages"
  }

  /// Whether a market is one of those in which it may be sold.
  func areSold(in market: String) -> Bool { markets.isEmpty || markets.contains(market) }

  /// Both together.
  func joined(_ other: Self) -> Self {
    Self(
      scenarios: scenarios.union(other.scenarios),
      markets: markets.union(other.markets),
      languages: languages.union(other.languages),
      traits: traits.union(other.traits)
    )
  }
}

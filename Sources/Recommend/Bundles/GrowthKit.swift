/// Goods for a child of an age, one for each slot, within a price: food, a toy and a book for six months.
public struct GrowthKit: Hashable, Sendable {
  /// What a kit has a place for.
  public struct Slot: Hashable, Sendable, Codable {
    /// The short names of categories whose goods fit, themselves or by what they belong to.
    public var categories: [String]
    /// Whether there is no kit without it.
    public var isRequired: Bool

    /// Describes a slot.
    public init(categories: [String], isRequired: Bool = true) {
      self.categories = categories
      self.isRequired = isRequired
    }
  }

  /// Of how many goods a slot's best is looked for.
  static let choices = 40
  /// How many ways to spend the money are followed at once.
  private static let ways = 4_000

  /// The goods in the order of their slots, with the slot's place.
  public let goods: [(slot: Int, item: String)]
  /// What they cost together, in minor units.
  public let price: Int64

  /// Kits are the same when their goods and price are.
  public static func == (left: Self, right: Self) -> Bool {
    left.price == right.price && left.goods.elementsEqual(right.goods, by: ==)
  }

  /// Hashes goods and price.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(price)
    for good in goods { hasher.combine(good.item) }
  }

  private struct Way {
    var price: Int64
    var score: Double
    var goods: [(slot: Int, item: String)]
  }

  /// Puts the best kit together that the money buys; nothing when a required slot stays empty, or all of
  /// them do.
  ///
  /// Rules come first: what the visitor may not be shown, what cannot be had or has no price, and what is
  /// owned already is in no kit, and nothing is in it twice. Then the sum of the scores is the greatest
  /// that any choice within the budget has, as long as fewer than some thousand ways to spend it are left
  /// to compare, which forty goods a slot rarely exceed.
  ///
  /// - Parameters:
  ///   - slots: The places, at most eight.
  ///   - goods: What may be in it with its score, 0 or more.
  ///   - visitor: For whom; the ages decide what suits.
  ///   - owned: What the household has.
  ///   - budget: The most that it may cost, in minor units.
  public init?(
    _ slots: [Slot],
    from goods: [(item: CatalogueItem, score: Double)],
    for visitor: Visitor,
    owned: Set<String>,
    budget: Int64
  ) {
    let open = goods.filter {
      $0.score.isFinite && $0.score >= 0 && !owned.contains($0.item.id)
        && ShowableRule.isShowable($0.item, to: visitor)
        && ($0.item.price.map { (0...budget).contains($0) } ?? false)
    }
    var ways = [Way(price: 0, score: 0, goods: [])]
    for (number, slot) in slots.prefix(8).enumerated() {
      let fitting = open.filter { candidate in
        slot.categories.contains(candidate.item.category)
          || candidate.item.parentCategory.map(slot.categories.contains) ?? false
      }
      .sorted { ($0.score, $1.item.id) > ($1.score, $0.item.id) }
      .prefix(Self.choices)
      var next = slot.isRequired ? [] : ways
      for way in ways {
        for candidate in fitting {
          let price = way.price + (candidate.item.price ?? 0)
          guard price <= budget, !way.goods.contains(where: { $0.item == candidate.item.id })
          else { continue }
          next.append(
            Way(
              price: price,
              score: way.score + candidate.score,
              goods: way.goods + [(number, candidate.item.id)]
            )
          )
        }
      }
      ways = Self.worthwhile(next)
      if ways.isEmpty { return nil }
    }
    guard let best = ways.max(by: { ($0.score, $1.price) < ($1.score, $0.price) }),
      !best.goods.isEmpty
    else { return nil }
    self.goods = best.goods
    price = best.price
  }

  /// Those that no other beats by price and score at once, the cheapest first.
  private static func worthwhile(_ all: [Way]) -> [Way] {
    var kept: [Way] = []
    for way in all.sorted(by: { ($0.price, $1.score) < ($1.price, $0.score) }) {
      if let last = kept.last, way.score <= last.score { continue }
      kept.append(way)
    }
    guard kept.count > ways else { return kept }
    // Evenly over the prices, so that cheap and dear ways both go on.
    return (0..<ways).map { kept[$0 * (kept.count - 1) / (ways - 1)] }
  }
}

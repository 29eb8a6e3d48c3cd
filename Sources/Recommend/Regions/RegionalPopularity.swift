/// What is popular in each region, where regions with little of their own borrow from those like them.
///
/// An item's score is what people of the region took, and beside it ``borrowed`` people who take things as
/// the regions do that are like it, the fewer the less alike those are: a region without anybody goes by
/// them, one with many goes by itself.
package enum RegionalPopularity {
  /// How many people's worth is borrowed where all others are just alike.
  package static let borrowed = 30.0

  /// How like strangers are.
  private static let leastLikeness = 0.1

  /// How like two regions are, 0.1 to 1: named by the merchant, or by a language and demands in common.
  package static func likeness(_ one: ShopRegion, _ other: ShopRegion) -> Double {
    if one.like?.contains(other.code) == true { return 1 }
    let languages = Set(one.locales.map(language))
    let others = Set(other.locales.map(language))
    let (own, their) = (Set(one.requires ?? []), Set(other.requires ?? []))
    let all = own.union(their)
    let demands =
      all.isEmpty ? 0 : Double(own.intersection(their).count) / Double(all.count)
    return leastLikeness + (languages.isDisjoint(with: others) ? 0 : 0.4) + 0.4 * demands
  }

  /// Scores by region and item; nothing of an item that nobody took anywhere.
  ///
  /// - Parameters:
  ///   - taken: How much each item was taken, by the region's code; regions that are not named count as
  ///     `elsewhere`.
  ///   - elsewhere: How much was taken by people of whom no region is known.
  ///   - regions: The shop's regions.
  /// - Returns: One for each region.
  package static func scores(
    _ taken: [String: [String: Double]],
    elsewhere: [String: Double],
    _ regions: [ShopRegion]
  ) -> [String: [String: Double]] {
    var scores: [String: [String: Double]] = [:]
    for region in regions {
      var mixed = elsewhere.mapValues { $0 * leastLikeness }
      var whole = elsewhere.values.sorted().reduce(0, +)
      for other in regions where other.code != region.code {
        let likeness = likeness(region, other)
        for (item, score) in taken[other.code] ?? [:] {
          mixed[item, default: 0] += likeness * score
        }
        whole += (taken[other.code] ?? [:]).values.sorted().reduce(0, +)
      }
      var own = taken[region.code] ?? [:]
      if whole > 0 {
        for (item, score) in mixed { own[item, default: 0] += borrowed * score / whole }
      }
      scores[region.code] = own
    }
    return scores
  }

  private static func language(_ locale: String) -> Substring {
    locale.prefix { $0 != "-" }
  }
}

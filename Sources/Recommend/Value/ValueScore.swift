/// What an item gives for its price beside those that can stand for it, with the parts that make it.
public struct ValueScore: Hashable, Sendable {
  /// The item.
  public let item: String
  /// How many who received it rated it.
  public let reviews: Int
  /// Their mean, 1 to 5; nil without a review.
  public let stars: Double?
  /// The mean that is reckoned with, 1 to 5: few reviews count little, see ``ValueRule``.
  public let expectedStars: Double
  /// How many pieces were sold.
  public let sold: Int
  /// How many of them came back for a fault.
  public let returned: Int
  /// The share that is reckoned to come back, 0 to 1.
  public let returnRate: Double
  /// How many kinds of proof hold for it now.
  public let proofs: Int
  /// What the parts come to, 0 to 1.
  public let quality: Double
  /// By what its price is compared.
  public let basis: UnitBasis
  /// What a unit costs everybody, in minor units, above 0.
  public let unitPrice: Double
  /// Quality for the price of a unit; 100 is the median of what is compared.
  public let index: Double

  /// Whether something is known of this very item.
  public var hasEvidence: Bool { reviews >= ValueRule.leastReviews || proofs > 0 }
}

/// Puts quality and unit price of goods that can stand for each other together.
///
/// 1. A mean of few reviews is drawn towards the mean of the group, as if ``priorReviews`` more had given
///    that; the share that comes back likewise, by ``priorSales`` pieces. So one enthusiast moves nothing.
/// 2. Quality is six parts stars (1 is nothing, 5 is all), three parts goods that stay (a fifth that comes
///    back is nothing) and one part proof (two kinds are all).
/// 3. The index is quality divided by the price of a unit, 100 for the median of the group. Prices are
///    those of everybody, so that it is the same for whoever looks.
public enum ValueRule {
  /// As many reviews of the group's mean stand beside an item's own.
  public static let priorReviews = 10.0
  /// As many pieces of the group's rate stand beside an item's own.
  public static let priorSales = 50.0
  /// From so many reviews on something is known of an item.
  public static let leastReviews = 3
  /// With fewer goods there is nothing to compare.
  public static let leastGoods = 3
  /// The share that comes back from which on nothing is left of that part.
  static let worstReturns = 0.2
  /// What is taken for the mean where nobody reviewed anything.
  private static let usualStars = 4.0

  /// The scores of goods that can stand for each other, the best first.
  ///
  /// - Parameters:
  ///   - goods: What is known of each; those without a price of a unit are left out.
  ///   - basis: By what their prices are compared.
  /// - Returns: None where fewer than ``leastGoods`` can be compared, or nothing is known of any.
  public static func scores(_ goods: [GoodsQuality], by basis: UnitBasis) -> [ValueScore] {
    var seen = Set<String>()
    let priced = goods.compactMap { good in
      good.unitPrice(basis).flatMap { seen.insert(good.item).inserted ? (good, $0) : nil }
    }
    guard priced.count >= leastGoods else { return [] }
    let group = Group(priced.map(\.0))
    let parts = priced.map { (good: $0.0, price: $0.1, parts: group.parts(of: $0.0)) }
    let worths = parts.map { $0.parts.quality / $0.price }
    let middle = median(worths)
    guard middle > 0 else { return [] }
    let scores = zip(parts, worths).map { part, worth in
      ValueScore(
        item: part.good.item,
        reviews: max(0, part.good.reviews),
        stars: part.good.stars,
        expectedStars: part.parts.stars,
        sold: max(0, part.good.sold),
        returned: max(0, part.good.returned),
        returnRate: part.parts.returns,
        proofs: max(0, part.good.proofs),
        quality: part.parts.quality,
        basis: basis,
        unitPrice: part.price,
        index: worth / middle * 100
      )
    }
    guard scores.contains(where: \.hasEvidence) else { return [] }
    return scores.sorted { ($0.index, $1.item) > ($1.index, $0.item) }
  }

  private struct Group {
    let stars: Double
    let returns: Double

    init(_ goods: [GoodsQuality]) {
      let rated = goods.filter { $0.reviews > 0 && $0.stars?.isFinite == true }
      let count = rated.reduce(0.0) { $0 + Double($1.reviews) }
      let sum = rated.reduce(0.0) { $0 + Double($1.reviews) * min(max($1.stars ?? 0, 1), 5) }
      stars = count > 0 ? sum / count : usualStars
      let sold = goods.reduce(0.0) { $0 + Double(max(0, $1.sold)) }
      let returned = goods.reduce(0.0) { $0 + Double(max(0, $1.returned)) }
      returns = sold > 0 ? min(1, returned / sold) : 0
    }

    func parts(of good: GoodsQuality) -> (stars: Double, returns: Double, quality: Double) {
      let reviews = good.stars?.isFinite == true ? Double(max(0, good.reviews)) : 0
      let own = min(max(good.stars ?? stars, 1), 5)
      let expected =
        (stars * priorReviews + (reviews > 0 ? own * reviews : 0)) / (priorReviews + reviews)
      let sold = Double(max(0, good.sold))
      let rate = min(
        1,
        (returns * priorSales + Double(max(0, good.returned))) / (priorSales + sold)
      )
      let stays = max(0, 1 - rate / worstReturns)
      let proof = min(1, Double(max(0, good.proofs)) / 2)
      return (expected, rate, (6 * (expected - 1) / 4 + 3 * stays + proof) / 10)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }
}

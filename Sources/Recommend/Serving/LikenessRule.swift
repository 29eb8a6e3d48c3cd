internal import Foundation

/// How well an item stands beside another by what they are, without anybody's signals.
///
/// Items of one category, or of ages that meet, with prices that are not far apart. It answers where
/// a shop has too few visitors to learn from.
enum LikenessRule {
  /// From 0, nothing in common, to 1.
  static func likeness(of item: CatalogueItem, to other: CatalogueItem) -> Double {
    guard item.id != other.id, !item.category.isEmpty, item.category == other.category,
      item.ages.overlaps(other.ages)
    else { return 0 }
    return 0.5 + 0.25 * ageOverlap(item.ages, other.ages)
      + 0.25 * priceNearness(item.price, other.price)
  }

  /// The common months against all months of both; a missing bound is birth or six years.
  private static func ageOverlap(_ one: AgeSpan, _ other: AgeSpan) -> Double {
    let (from, to) = (Double(one.from ?? 0), Double(one.to ?? 72))
    let (otherFrom, otherTo) = (Double(other.from ?? 0), Double(other.to ?? 72))
    let all = max(to, otherTo) - min(from, otherFrom)
    return all > 0 ? max(0, min(to, otherTo) - max(from, otherFrom)) / all : 1
  }

  private static func priceNearness(_ one: Int64?, _ other: Int64?) -> Double {
    guard let one, let other, one > 0, other > 0 else { return 0 }
    return exp(-abs(log(Double(one) / Double(other))))
  }
}

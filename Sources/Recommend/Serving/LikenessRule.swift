internal import Foundation

/// How well an item stands beside another by what they are, without anybody's signals.
///
/// Items of one category before those of a neighbouring one, of ages that meet, with prices that are not
/// far apart. It answers where a shop has too few visitors to learn from.
enum LikenessRule {
  /// From 0, nothing in common, to 1.
  static func likeness(of item: CatalogueItem, to other: CatalogueItem) -> Double {
    let nearness = nearness(of: item, to: other)
    guard item.id != other.id, nearness > 0, item.ages.overlaps(other.ages) else { return 0 }
    return nearness + 0.25 * ageOverlap(item.ages, other.ages)
      + 0.25 * priceNearness(item.price, other.price)
  }

  /// A half for the same category, nothing for strangers.
  ///
  /// A neighbour that is just as old and as dear stays behind whatever is of the category itself.
  private static func nearness(of item: CatalogueItem, to other: CatalogueItem) -> Double {
    if !item.category.isEmpty, item.category == other.category { return 0.5 }
    let parents = (item.parentCategory ?? item.category, other.parentCategory ?? other.category)
    return !parents.0.isEmpty && parents.0 == parents.1 ? 0.01 : 0
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

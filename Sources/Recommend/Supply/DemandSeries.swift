/// What was sold of an article at a place, week by week.
package struct DemandSeries: Hashable, Sendable {
  package let article: String
  package let place: String
  /// Units per week from the first with a sale to the last full one; at least one.
  package let units: [Double]

  /// Sorts sales into series that all end with the same week; weeks without a sale count as 0.
  ///
  /// - Parameters:
  ///   - sold: In any order; what was sold after the last week, or below one unit, is left out.
  ///   - last: The last full week.
  /// - Returns: By article and place.
  package static func series(of sold: [SoldUnits], through last: SalesWeek) -> [Self] {
    struct Key: Hashable, Comparable {
      let article: String
      let place: String
      static func < (left: Self, right: Self) -> Bool {
        (left.article, left.place) < (right.article, right.place)
      }
    }
    var weeks: [Key: [Int: Double]] = [:]
    for sale in sold where sale.units > 0 {
      let week = SalesWeek(ofDay: sale.day)
      guard week <= last else { continue }
      weeks[Key(article: sale.article, place: sale.place), default: [:]][week.number, default: 0] +=
        Double(sale.units)
    }
    return weeks.sorted { $0.key < $1.key }.map { key, byWeek in
      let first = byWeek.keys.min() ?? last.number
      return Self(
        article: key.article,
        place: key.place,
        units: (first...last.number).map { byWeek[$0] ?? 0 }
      )
    }
  }
}

public import TenantStore

extension SupplyPlanner {
  /// Keeps what was sold before the shop came here, or elsewhere; a day that is told again is replaced.
  ///
  /// - Parameters:
  ///   - sold: At most 10,000; days of an article at a place are added up.
  ///   - transaction: Where it happens.
  /// - Throws: ``RecommendRefusal`` with the code `sales_invalid` naming the first one that is out of
  ///   range, and what the database throws.
  public func recordPastSales(_ sold: [SoldUnits], in transaction: TenantTransaction) async throws {
    struct Day: Hashable { let article: String, place: String, day: Int }
    var units: [Day: Int] = [:]
    for (number, sale) in sold.enumerated() {
      let isSound =
        (1...80).contains(sale.article.unicodeScalars.count)
        && (1...80).contains(sale.place.unicodeScalars.count)
        && (0...100_000).contains(sale.day) && (1...1_000_000).contains(sale.units)
      guard isSound else {
        throw RecommendRefusal(.salesInvalid, details: ["number": .integer(Int64(number + 1))])
      }
      units[Day(article: sale.article, place: sale.place, day: sale.day), default: 0] += sale.units
    }
    let rows = units.map { day, count in
      SoldUnits(
        article: day.article,
        place: day.place,
        day: day.day,
        units: min(count, 1_000_000)
      )
    }
    try await transaction.writePastSales(rows)
  }
}

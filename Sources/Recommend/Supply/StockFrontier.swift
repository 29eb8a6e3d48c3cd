/// Replays a shop's last weeks as if orders had been placed by a rule: what stock and stock-outs had come of it.
///
/// Weekly review, sales that are lost where stock lacks, the first order there at once, as if the shop
/// had begun with what the rule holds. Quantities are whole units.
package struct StockFrontier {
  /// The services that are tried, the leanest first.
  package static let services = [0.8, 0.9, 0.95, 0.98, 0.99]
  /// The most weeks that are replayed.
  static let weeks = 26
  /// Weeks of a past that a rule needs before.
  static let past = 13
  /// The most series that are replayed, those that sell most.
  static let seriesLimit = 500

  private let histories: [[Double]]
  private let prices: [Double]
  private let leadWeeks: Int
  private let replayed: Int

  /// - Parameters:
  ///   - series: Units per week and what a unit sells for, 0 when nobody said.
  ///   - leadWeeks: Weeks from an order to its goods, 0 or more.
  package init(_ series: [(units: [Double], price: Double)], leadWeeks: Int) {
    let rich = series.filter { $0.units.count > Self.past + leadWeeks }
      .enumerated()
      .sorted {
        let sums = ($0.element.units.reduce(0, +), $1.element.units.reduce(0, +))
        return (sums.0, $1.offset) > (sums.1, $0.offset)
      }
      .prefix(Self.seriesLimit).map(\.element)
    histories = rich.map(\.units)
    prices = rich.map { max($0.price, 1) }
    self.leadWeeks = leadWeeks
    replayed = min(Self.weeks, (rich.map(\.units.count).max() ?? 0) - Self.past)
  }

  /// The points, the leanest first, the rule of thumb last; empty when nothing can be replayed.
  package func points() -> [ForecastReport.FrontierPoint] {
    guard replayed > leadWeeks, !histories.isEmpty else { return [] }
    var policy = ReplenishmentPolicy()
    policy.typicalPrice = prices.reduce(0, +) / Double(prices.count)
    let points = Self.services.map { service in
      point(service) { past, price, covered in
        let request = try? ReplenishmentRequest(
          history: Array(past),
          onHand: covered,
          leadTimeWeeks: leadWeeks,
          price: price,
          service: service
        )
        return request.map { policy.orderQuantity(for: $0) } ?? 0
      }
    }
    let habit = point(nil) { past, _, covered in
      let weekly = LevelEstimates.mean(past.suffix(4))
      return covered < 2 * weekly ? (8 * weekly - covered).rounded(.up) : 0
    }
    return (points + [habit]).compactMap(\.self)
  }

  private func point(
    _ service: Double?,
    _ order: (_ past: ArraySlice<Double>, _ price: Double, _ covered: Double) -> Double
  ) -> ForecastReport.FrontierPoint? {
    var (asked, short, held, sold) = (0, 0, 0.0, 0.0)
    for (history, price) in zip(histories, prices) {
      let first = max(Self.past, history.count - replayed)
      var stock = order(history[..<first], price, 0)
      var coming = [Double](repeating: 0, count: leadWeeks)
      for week in first..<history.count {
        if week > first {
          if leadWeeks > 0 {
            stock += coming.removeFirst()
            coming.append(0)
          }
          let ordered = order(history[..<week], price, stock + coming.reduce(0, +))
          if leadWeeks > 0 { coming[leadWeeks - 1] += ordered } else { stock += ordered }
        }
        let demand = history[week]
        if demand > 0 { asked += 1 }
        if demand > stock { short += 1 }
        stock = max(0, stock - demand)
        held += stock * price
        sold += demand * price
      }
    }
    guard asked > 0, sold > 0 else { return nil }
    return ForecastReport.FrontierPoint(
      service: service,
      stockOuts: Double(short) / Double(asked),
      weeks: held / sold
    )
  }
}

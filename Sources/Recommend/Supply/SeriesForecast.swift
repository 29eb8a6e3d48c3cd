public import Foundation
public import TenantStore

/// The demand to come of an article at a place, with what was sold before.
public struct SeriesForecast: Hashable, Sendable {
  /// The probabilities of ``quantiles``.
  public static let levels = [0.05, 0.2, 0.5, 0.8, 0.95]
  /// The most weeks of the past that are kept: two years.
  static let kept = 104

  /// The merchant's own number of the article.
  public let article: String
  /// The short name of the place.
  public let place: String
  /// The short name of the article's category; empty when it is not known.
  public let category: String
  /// Units of the past weeks, oldest first, the last full week last.
  public let history: [Int]
  /// Expected units of each week to come.
  public let means: [Double]
  /// For each week to come the units that are not exceeded with each of ``levels``.
  public let quantiles: [[Int]]

  /// Expected units of all weeks to come.
  public var expected: Double { means.reduce(0, +) }

  /// Names a forecast.
  public init(
    article: String,
    place: String,
    category: String,
    history: [Int],
    means: [Double],
    quantiles: [[Int]]
  ) {
    self.article = article
    self.place = place
    self.category = category
    self.history = history
    self.means = means
    self.quantiles = quantiles
  }

  /// Expected units of some days from the end of the last full week on, in proportion; days beyond the
  /// foretold weeks count as the last of them.
  public func expected(days: Int) -> Double {
    guard let last = means.last, days > 0 else { return 0 }
    var sum = 0.0
    for day in 0..<days { sum += (means.indices.contains(day / 7) ? means[day / 7] : last) / 7 }
    return sum
  }
}

extension SeriesForecast: TenantRow {
  /// Reads the columns in the order of the properties, quantiles as one array.
  public init(row: inout ColumnReader) throws {
    article = try row.next()
    place = try row.next()
    category = try row.next()
    history = try row.next([Int].self)
    means = try row.next([Double].self)
    let all = try row.next([Int].self)
    let width = Self.levels.count
    quantiles = stride(from: 0, to: all.count - all.count % width, by: width)
      .map { Array(all[$0..<$0 + width]) }
  }
}

/// A reckoning of a tenant's demand.
public struct ForecastRun: Hashable, Sendable {
  /// Its number, from 1.
  public let version: Int
  /// The last full week that it knew.
  public let lastWeek: SalesWeek
  /// How many weeks it foretells.
  public let horizon: Int
  /// How many articles at places it foretells.
  public let series: Int
  /// How well it would have foretold the past, and what stock costs.
  public let report: ForecastReport
  /// When it was made, in UTC.
  public let madeAt: Date
}

internal import Foundation
public import TenantStore

extension ForecastRun: TenantRow {
  /// Reads the columns of `forecast_run`.
  public init(row: inout ColumnReader) throws {
    version = try row.next()
    lastWeek = SalesWeek(try row.next(Int.self))
    horizon = try row.next()
    series = try row.next()
    report = try JSONDecoder().decode(
      ForecastReport.self,
      from: Data(try row.next(String.self).utf8)
    )
    madeAt = try row.next()
  }
}

/// Which forecasts of a run are wanted.
public struct ForecastQuery: Hashable, Sendable {
  /// Only of articles whose number begins so; letters as they are.
  public var article: String?
  /// Only at this place.
  public var place: String?
  /// Only of this category.
  public var category: String?
  /// After which one the page begins.
  public var cursor: ForecastCursor?
  /// At most so many, 1 to 10,000.
  public var limit: Int

  /// Wants the first of all, the most wanted first.
  public init(limit: Int = 20) { self.limit = limit }
}

/// Behind which forecast a page begins.
public struct ForecastCursor: Hashable, Sendable, LosslessStringConvertible {
  let expected: Double
  let article: String
  let place: String

  /// The place behind a forecast.
  public init(_ forecast: SeriesForecast) {
    expected = forecast.expected
    article = forecast.article
    place = forecast.place
  }

  /// Reads what ``description`` wrote; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "~", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bits = UInt64(parts[0], radix: 16) else { return nil }
    let value = Double(bitPattern: bits)
    guard value.isFinite else { return nil }
    (expected, place, article) = (value, String(parts[1]), String(parts[2]))
  }

  /// The cursor as a text for an address.
  public var description: String {
    "\(String(expected.bitPattern, radix: 16))~\(place)~\(article)"
  }
}

extension QueryPart {
  fileprivate static let forecastRun: QueryPart = """
    r.version, r.last_week, r.horizon, r.series, r.report::text, r.made_at
    """
  fileprivate static let forecastSeries: QueryPart = """
    s.article, s.place, s.category, s.history, s.means, s.quantiles
    """
}

extension TenantQuerying {
  /// The forecasts that hold now, without their series; nil before the first reckoning.
  public func latestForecastRun() async throws -> ForecastRun? {
    try await optional(
      """
      SELECT \(QueryPart.forecastRun) FROM recommend.forecast_run r
      WHERE r.tenant_id = \(tenant) ORDER BY r.version DESC LIMIT 1
      """
    )
  }

  /// All reckonings that are kept, the newest first.
  public func forecastRuns() async throws -> [ForecastRun] {
    try await all(
      """
      SELECT \(QueryPart.forecastRun) FROM recommend.forecast_run r
      WHERE r.tenant_id = \(tenant) ORDER BY r.version DESC
      """
    )
  }

  /// Forecasts of a run, the most wanted first.
  public func forecasts(_ query: ForecastQuery, of version: Int) async throws -> [SeriesForecast] {
    var chosen: QueryPart = ""
    if let article = query.article { chosen = " AND starts_with(s.article, \(article))" }
    if let place = query.place { chosen = chosen + " AND s.place = \(place)" }
    if let category = query.category { chosen = chosen + " AND s.category = \(category)" }
    if let cursor = query.cursor {
      chosen =
        chosen + """
           AND (-s.expected, s.article, s.place) > (\(-cursor.expected), \(cursor.article), \(cursor.place))
          """
    }
    return try await all(
      """
      SELECT \(QueryPart.forecastSeries) FROM recommend.forecast_series s
      WHERE s.tenant_id = \(tenant) AND s.version = \(version)\(chosen)
      ORDER BY -s.expected, s.article, s.place LIMIT \(min(max(query.limit, 1), 10_000))
      """
    )
  }

  /// The forecasts of an article in a run, by place.
  public func forecasts(ofArticle article: String, of version: Int) async throws -> [SeriesForecast]
  {
    try await all(
      """
      SELECT \(QueryPart.forecastSeries) FROM recommend.forecast_series s
      WHERE s.tenant_id = \(tenant) AND s.version = \(version) AND s.article = \(article)
      ORDER BY s.place
      """
    )
  }

  /// The places and categories of a run, each once, by name.
  public func forecastGroups(of version: Int) async throws -> (
    places: [String], categories: [String]
  ) {
    let places: [String] = try await values(
      """
      SELECT DISTINCT place FROM recommend.forecast_series
      WHERE tenant_id = \(tenant) AND version = \(version) ORDER BY place
      """
    )
    let categories: [String] = try await values(
      """
      SELECT DISTINCT category FROM recommend.forecast_series
      WHERE tenant_id = \(tenant) AND version = \(version) ORDER BY category
      """
    )
    return (places, categories)
  }
}

extension TenantTransaction {
  /// How many reckonings are kept.
  private static var runsKept: Int { 6 }
  private static var rowsPerStatement: Int { 500 }

  /// Writes forecasts as the next version; the oldest go.
  func keepForecasts(
    _ series: [SeriesForecast],
    _ report: ForecastReport,
    lastWeek: SalesWeek
  ) async throws {
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    let results = try await batch([
      "SELECT pg_advisory_xact_lock(hashtextextended(\(tenant)::text || 'forecast', 0))",
      """
      INSERT INTO recommend.forecast_run
        (tenant_id, version, last_week, horizon, series, report, made_at)
      SELECT \(tenant), coalesce(max(version), 0) + 1, \(lastWeek.number),
        \(ForecastMaking.horizon), \(series.count), \(text)::text::jsonb, \(environment.now())
      FROM recommend.forecast_run WHERE tenant_id = \(tenant)
      RETURNING version
      """,
    ])
    guard let version = try results[1].values(Int.self).first else {
      throw TenantStoreError.emptyAnswer
    }
    for start in stride(from: 0, to: series.count, by: Self.rowsPerStatement) {
      let some = Array(series[start..<min(start + Self.rowsPerStatement, series.count)])
      try await insertForecasts(some, version)
    }
    let oldest = version - Self.runsKept
    _ = try await batch([
      """
      DELETE FROM recommend.forecast_series
      WHERE tenant_id = \(tenant) AND version <= \(oldest)
      """,
      "DELETE FROM recommend.forecast_run WHERE tenant_id = \(tenant) AND version <= \(oldest)",
    ])
  }

  private func insertForecasts(_ series: [SeriesForecast], _ version: Int) async throws {
    func array(_ values: [some Any]) -> String {
      "{\(values.map { "\($0)" }.joined(separator: ","))}"
    }
    try await execute(
      """
      INSERT INTO recommend.forecast_series
        (tenant_id, version, article, place, category, expected, history, means, quantiles)
      SELECT \(tenant), \(version), s.article, s.place, s.category, s.expected,
        s.history::integer[], s.means::double precision[], s.quantiles::integer[]
      FROM unnest(\(series.map(\.article)), \(series.map(\.place)), \(series.map(\.category)),
        \(series.map(\.expected)), \(series.map { array($0.history) }),
        \(series.map { array($0.means) }), \(series.map { array($0.quantiles.flatMap(\.self)) }))
        AS s (article, place, category, expected, history, means, quantiles)
      """
    )
  }
}

internal import Foundation
public import TenantStore

/// Foretells what a shop will sell and says what to order, from the shop's own sales.
public struct SupplyPlanner: Sendable {
  /// What other modules may supply.
  public struct Ports: Sendable {
    /// What was sold from a day on, by article, place and day; nothing by default.
    ///
    /// The day counts since 1970-01-01 on the merchant's calendar. Sales before the shop came here are
    /// kept by ``SupplyPlanner/recordPastSales(_:in:)`` and need not be told.
    public var sales:
      @Sendable (_ from: Int, TenantSnapshot, any TenantQuerying) async throws -> [SoldUnits]
    /// What lies where now, of some articles or of all for nil; nothing by default.
    public var shelf:
      @Sendable (_ articles: [String]?, TenantSnapshot, any TenantQuerying) async throws ->
        [ShelfItem]

    /// Supplies ports.
    public init(
      sales:
        @escaping @Sendable (Int, TenantSnapshot, any TenantQuerying) async throws -> [SoldUnits] =
        { _, _, _ in [] },
      shelf:
        @escaping @Sendable ([String]?, TenantSnapshot, any TenantQuerying) async throws ->
        [ShelfItem] = { _, _, _ in [] }
    ) {
      self.sales = sales
      self.shelf = shelf
    }
  }

  let ports: Ports

  /// A planner with its ports.
  public init(ports: Ports = Ports()) { self.ports = ports }

  /// Asks for forecasts now instead of at night, also where the last week was foretold already.
  ///
  /// Asking while one waits gives the one that waits.
  @discardableResult
  public func requestForecasts(in transaction: TenantTransaction) async throws -> JobID {
    let kind = Self.forecastKind
    return try await transaction.enqueue(
      JobRequest(kind: kind, payload: ["again": true], key: kind, maximumAttempts: 3)
    )
  }

  /// What lies where now, as its port says.
  public func ownShelf(_ tenant: TenantSnapshot, _ querying: any TenantQuerying) async throws
    -> [ShelfItem]
  {
    try await ports.shelf(nil, tenant, querying)
  }

  /// How well the shop's latest weeks would have been foretold, and what stock buys; keeps nothing.
  ///
  /// - Parameters:
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope; it only reads.
  ///   - report: Hears how far it has come, of two steps.
  /// - Returns: What was measured.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func backtest(
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying,
    report: (Int) -> Void = { _ in }
  ) async throws -> ForecastReport {
    report(0)
    return try await forecasts(tenant, querying, report: report).report
  }

  /// Works forecasts out from what was sold until the last full week; writes nothing.
  ///
  /// - Parameters:
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  ///   - report: Hears how far it has come, of four steps.
  /// - Returns: The forecasts by article and place, what they are worth, and the last week known.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  func forecasts(
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying,
    report: (Int) -> Void = { _ in }
  ) async throws -> (series: [SeriesForecast], report: ForecastReport, last: SalesWeek) {
    let settings = try tenant.recommend.supply ?? SupplySettings()
    let last = SalesWeek(before: querying.environment.now(), in: tenant.timeZone)
    let from = last.later(by: 1 - SeriesForecast.kept).monday
    let sold = try await ports.sales(from, tenant, querying)
    let before = try await querying.pastSales(from: from)
    report(1)
    let shelf = try await ports.shelf(nil, tenant, querying)
    let categories = Dictionary(shelf.map { ($0.article, $0.category) }) { first, _ in first }
    let prices = Dictionary(shelf.map { ($0.article, $0.price ?? 0) }) { first, _ in first }
    return await JobKind.besideRequests {
      let making = ForecastMaking(
        series: DemandSeries.series(of: before + sold, through: last),
        categories: categories
      )
      let frontier = StockFrontier(
        making.series.map { ($0.units, Double(prices[$0.article] ?? 0)) },
        leadWeeks: settings.leadWeeks
      )
      let report = ForecastReport(backtest: making.backtest(), frontier: frontier.points())
      return (making.forecasts(), report, last)
    }
  }
}

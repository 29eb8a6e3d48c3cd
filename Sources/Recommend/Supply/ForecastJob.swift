internal import Dispatch
internal import TenantStore

extension SupplyPlanner {
  /// The kind of the job that ``requestForecasts(in:)`` asks for.
  static let forecastKind = "recommend.forecast"
}

extension JobKind {
  private struct Wish: Decodable { let again: Bool? }

  /// Foretells a tenant's demand once a week is over, and again when somebody asks.
  ///
  /// Nothing is written before all is reckoned, and then in one transaction: a job that is killed
  /// half-way leaves the forecasts that were there.
  static func forecastDemand(_ planner: SupplyPlanner) -> Self {
    Self(name: SupplyPlanner.forecastKind, maximumAttempts: 3, timeLimit: .seconds(3_600)) {
      context in
      let module = RecommendModule.module
      guard let tenant = try await context.database.snapshot(of: context.tenant, for: module),
        tenant.isEnabled(module: module.name)
      else { return }
      let isWanted = try context.payload(as: Wish.self).again == true
      let week = SalesWeek(before: context.environment.now(), in: tenant.timeZone)
      if !isWanted, let latest = try await context.scope.latestForecastRun(),
        latest.lastWeek >= week
      {
        return
      }
      context.report(done: 0, total: 3)
      let made = try await planner.forecasts(tenant, context.scope) {
        context.report(done: $0, total: 3)
      }
      context.report(done: 2, total: 3)
      try Task.checkCancellation()
      try await context.transaction { transaction in
        try await transaction.keepForecasts(made.series, made.report, lastWeek: made.last)
        try await context.complete(in: transaction)
      }
    }
  }

  /// Computes on a thread that no task waits for, so that signs of life and requests go on.
  static func besideRequests<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async
    -> Value
  {
    await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async { continuation.resume(returning: body()) }
    }
  }
}

internal import Flows
internal import Recommend
internal import TenantStore

/// Recommendations as the command line works with them: on the shop's own goods, orders and stock.
struct RecommendWork {
  let database: TenantDatabase
  let snapshot: TenantSnapshot
  let recommender = Recommender(ports: .storefront)
  let supply = SupplyPlanner(ports: .storefront)

  /// The tenant's view that only reads.
  var reading: TenantScope { database.reading(snapshot.id) }
}

extension AdminSession {
  /// Runs a closure for a tenant that has recommendations and a shop.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or it lacks one of the two.
  func withRecommendWork<Value>(
    of tenant: String,
    _ options: CommonOptions,
    _ body: (RecommendWork) async throws -> Value
  ) async throws -> Value {
    try await withRecommendations(of: tenant, options) { database, snapshot in
      guard snapshot.isEnabled(module: "storefront") else {
        throw AdminError(.notFound, "\(tenant) has no shop; enable storefront in its tenant.yaml")
      }
      return try await body(RecommendWork(database: database, snapshot: snapshot))
    }
  }

  /// Asks for a job and, where it is wanted, waits for its end.
  ///
  /// - Returns: The report of what was asked for.
  func asked(
    for job: JobID,
    wait: Bool,
    in database: TenantDatabase,
    _ snapshot: TenantSnapshot,
    text: String
  ) async throws -> Report {
    guard wait else { return try Report(["job": job.description], text: text) }
    guard let ended = try await end(of: job, in: database) else {
      throw AdminError(.notFound, "the job \(job) is gone")
    }
    let shown = ShownJob(ended, slugs: [snapshot.id: snapshot.slug])
    let hasFailed = shown.state == .dead || shown.state == .cancelled
    return try Report(shown, text: shown.text, status: hasFailed ? .failure : .success)
  }
}

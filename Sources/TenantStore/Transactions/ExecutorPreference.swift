internal import PostgresClient

extension TenantDatabase {
  /// Runs a closure on the thread that drives a tenant's connections.
  ///
  /// It pays for a chain of many queries with little between them, such as a job's: no query then
  /// waits for a change of threads, which costs about 6 µs each way. It does not pay for a page
  /// with one or two queries. What computes for long, or blocks, must not run here: meanwhile no
  /// other tenant on these connections is answered.
  /// - Parameters:
  ///   - tenant: Whose queries the closure runs.
  ///   - body: The chain of queries.
  /// - Throws: What the closure throws.
  /// - Returns: What the closure returns.
  public func onExecutor<Value: Sendable>(
    for tenant: TenantID,
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(executor(for: tenant), operation: body)
  }
}

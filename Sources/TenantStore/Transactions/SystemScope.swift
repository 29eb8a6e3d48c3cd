internal import Logging
package import PostgresClient

/// The few queries that belong to no tenant: registry, session and outbox upkeep.
///
/// They run as the system role, which has grants on those tables only. Each use says why, and the
/// reason is logged at `debug`.
package struct SystemScope: Sendable {
  package let reason: StaticString
  let pool: PostgresPool
  package let environment: StoreEnvironment
  let logger: Logger

  package func run(_ statements: [Statement], isRepeatable: Bool = false) async throws -> [Rows] {
    logger.debug("system query", metadata: ["reason": "\(reason)"])
    var options = BatchOptions()
    options.isRepeatable = isRepeatable
    do {
      return try await pool.batch(statements, options)
    } catch {
      throw DatabaseFault.translated(error)
    }
  }

  package func rows<Value: PostgresRow>(
    _ statement: Statement,
    as type: Value.Type = Value.self
  ) async throws -> [Value] {
    guard let rows = try await run([statement], isRepeatable: true).first else {
      throw TenantStoreError.emptyAnswer
    }
    return try rows.decode(type)
  }
}

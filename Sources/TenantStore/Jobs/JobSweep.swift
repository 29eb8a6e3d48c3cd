internal import Foundation
internal import PostgresClient

extension TenantDatabase {
  /// Forgets jobs that ended long ago; a thousand a statement, so that nothing waits for long.
  ///
  /// - Returns: How many were forgotten.
  @discardableResult
  public func sweepJobs(_ options: JobWorkerOptions = JobWorkerOptions()) async throws -> Int {
    let now = environment.now()
    let finishedBefore = now - options.keepsFinished / .seconds(1)
    let deadBefore = now - options.keepsDead / .seconds(1)
    let batch = 1_000
    let system = system("jobs that ended long ago")
    var forgotten = 0
    for tenant in try await system.tenantsWithOldJobs(before: max(finishedBefore, deadBefore)) {
      var count = batch
      while count == batch {
        try Task.checkCancellation()
        count =
          try await system.run([
            JobStatement.forget(
              of: tenant,
              finishedBefore: finishedBefore,
              deadBefore: deadBefore,
              limit: batch
            )
          ]).first?.affected ?? 0
        forgotten += count
      }
    }
    return forgotten
  }
}

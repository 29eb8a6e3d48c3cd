public import Foundation
import Synchronization

/// One attempt of a job: the attempt's number tells it from stale ones.
package struct JobRun: Hashable, Sendable {
  package let id: JobID
  package let attempt: Int
}

/// What an attempt of a job works with.
///
/// The task is cancelled when a person cancels the job, when the attempt takes too long, when the
/// process shuts down, and when another process has taken the job over.
public final class JobContext: Sendable {
  /// Whose job it is.
  public let tenant: TenantID
  /// The job; the same at every attempt.
  public let id: JobID
  /// What is to be done.
  public let kind: String
  /// Which attempt this is, from 1.
  public let attempt: Int
  /// When the job was due at first, or its slot when it comes from a schedule, in UTC.
  public let runAt: Date
  /// The database; the job's own tenant is ``tenant``.
  public let database: TenantDatabase

  private let payloadText: String
  private let worker: UUID
  private let reported = Mutex<JobProgress?>(nil)

  init(_ job: ClaimedJob, worker: UUID, database: TenantDatabase) {
    tenant = job.tenant
    id = job.run.id
    kind = job.kind
    attempt = job.run.attempt
    runAt = job.runAt
    payloadText = job.payloadText
    self.worker = worker
    self.database = database
  }

  /// Clock, ids and randomness.
  public var environment: StoreEnvironment { database.environment }

  /// The tenant's view for single statements and batches.
  public var scope: TenantScope { database.scope(tenant) }

  /// The values that the job was asked for with.
  public var payload: JSONValue { (try? JSONValue(json: payloadText)) ?? nil }

  /// The values as a type.
  ///
  /// - Throws: ``PermanentJobFailure`` when they are something else: trying again would not help.
  public func payload<Value: Decodable>(as type: Value.Type) throws(PermanentJobFailure) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(payloadText.utf8))
    } catch {
      throw PermanentJobFailure("the payload is no \(type)")
    }
  }

  /// Runs a closure in one transaction of the job's tenant.
  @discardableResult
  public func transaction<Value>(
    _ body: (TenantTransaction) async throws -> Value
  ) async throws -> Value {
    try await database.transaction(for: tenant, body)
  }

  /// Says how far the job has come; it is written with the next sign of life, within seconds.
  @inline(never)  // Decision 7.
  public func report(done: Int, total: Int? = nil, text: String? = nil) {
    reported.withLock { $0 = JobProgress(done: done, total: total, text: text) }
  }

  @inline(never)  // Decision 7.
  func progress() -> JobProgress? { reported.withLock { $0 } }

  /// Notes the job as done in the transaction that holds its effect, so that both happen once.
  ///
  /// The closure of ``JobKind/run`` returns after that transaction.
  /// - Throws: ``JobLeaseLost`` when another process has taken the job over: the transaction must
  ///   not commit.
  public func complete(in transaction: TenantTransaction) async throws {
    let run = JobRun(id: id, attempt: attempt)
    guard try await transaction.completeJob(run, leasedBy: worker) else { throw JobLeaseLost() }
  }
}

/// Another process has taken the job over; what this attempt did must not count.
public struct JobLeaseLost: Error, Hashable, Sendable {}

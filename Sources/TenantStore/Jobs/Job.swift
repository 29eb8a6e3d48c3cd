public import Foundation
internal import PostgresClient

/// The identity of a job.
public struct JobID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "job"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the job with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Where a job stands.
public enum JobState: String, CaseIterable, Codable, Sendable, ColumnValue {
  /// It waits for its time, or for a free worker.
  case waiting
  /// A worker holds its lease.
  case running
  /// It has succeeded.
  case done
  /// It has failed as often as it may, and waits for a person.
  case dead
  /// A person stopped it.
  case cancelled

  /// Whether nothing happens any more unless somebody asks for it.
  public var isFinal: Bool { self != .waiting && self != .running }
}

/// Which of a tenant's due jobs goes first.
public enum JobPriority: Int, CaseIterable, Codable, Sendable {
  /// Somebody waits for it.
  case urgent = 0
  /// What most jobs are.
  case normal = 1
  /// It goes when nothing else of the tenant is due.
  case low = 2
}

/// How far a job has come.
public struct JobProgress: Hashable, Codable, Sendable {
  /// How much is done.
  public let done: Int
  /// How much there is to do, when that is known.
  public let total: Int?
  /// What goes on, for the person who waits.
  public let text: String?

  /// Creates progress.
  public init(done: Int, total: Int? = nil, text: String? = nil) {
    self.done = done
    self.total = total
    self.text = text
  }
}

/// One attempt that failed.
public struct JobError: Hashable, Codable, Sendable {
  /// Which attempt it was, from 1.
  public let attempt: Int
  /// When it failed, as ISO 8601 says it.
  public let at: String
  /// What the attempt threw, at most 500 characters.
  public let error: String
}

/// A job as an operator sees it.
public struct Job: Hashable, Sendable {
  /// The job.
  public let id: JobID
  /// Whose job it is.
  public let tenant: TenantID
  /// What is to be done.
  public let kind: String
  /// With which values.
  public let payload: JSONValue
  /// What no two waiting or running jobs of the kind share.
  public let key: String?
  /// Where it stands.
  public let state: JobState
  /// When it may run, or could have run at first, in UTC.
  public let runAt: Date
  /// How often it was begun.
  public let attempts: Int
  /// How often it may be begun.
  public let maximumAttempts: Int
  /// How far it has come, when it says so.
  public let progress: JobProgress?
  /// Whether somebody has asked it to stop.
  public let isCancelRequested: Bool
  /// The last ten failures, oldest first.
  public let errors: [JobError]
  /// When it was asked for, in UTC.
  public let createdAt: Date
  /// When its last attempt began, in UTC.
  public let startedAt: Date?
  /// When it ended, in UTC.
  public let finishedAt: Date?
}

internal import Foundation

/// When a module's job is done of itself, in each tenant's own time zone.
public struct JobSchedule: Sendable {
  /// The stable name; the database remembers under it which slots are dealt with.
  public let name: String
  /// When.
  public let rule: JobScheduleRule
  /// The kind of the job.
  public let kind: JobKind
  /// The values that the job gets; its slot is ``JobContext/runAt``.
  public let payload: JSONValue

  /// Declares a schedule.
  ///
  /// - Parameters:
  ///   - rule: When.
  ///   - kind: The kind of the job.
  ///   - payload: The values that the job gets.
  ///   - name: The stable name; the kind's when it has only one schedule.
  public init(
    _ rule: JobScheduleRule,
    _ kind: JobKind,
    payload: JSONValue = [:],
    name: String? = nil
  ) {
    self.name = name ?? kind.name
    self.rule = rule
    self.kind = kind
    self.payload = payload
  }

  /// What a slot asks for; a slot whose predecessor has not ended yet is the same job.
  func request(for slot: Date) -> JobRequest {
    JobRequest(kind, payload: payload, key: "schedule:\(name)", runAt: slot)
  }
}

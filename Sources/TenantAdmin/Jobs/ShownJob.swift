internal import Foundation
internal import TenantStore

/// A job as the tool shows it.
struct ShownJob: Encodable {
  let id: String
  let tenant: String
  let kind: String
  let state: JobState
  let payload: JSONValue
  let key: String?
  let attempts: Int
  let maximumAttempts: Int
  let progress: JobProgress?
  let isCancelRequested: Bool
  let errors: [JobError]
  let runAt: Date
  let createdAt: Date
  let startedAt: Date?
  let finishedAt: Date?

  init(_ job: Job, slugs: [TenantID: String]) {
    id = job.id.description
    tenant = slugs[job.tenant] ?? job.tenant.description
    kind = job.kind
    state = job.state
    payload = job.payload
    key = job.key
    attempts = job.attempts
    maximumAttempts = job.maximumAttempts
    progress = job.progress
    isCancelRequested = job.isCancelRequested
    errors = job.errors
    runAt = job.runAt
    createdAt = job.createdAt
    startedAt = job.startedAt
    finishedAt = job.finishedAt
  }

  /// All that is known, a line each.
  var text: String {
    var lines = [
      "\(id)  \(kind) of \(tenant)",
      "  state     \(state.rawValue)\(isCancelRequested && !state.isFinal ? ", asked to stop" : "")",
      "  attempts  \(attempts) of \(maximumAttempts)",
      "  run at    \(ShownTime.text(runAt))",
    ]
    if let startedAt { lines.append("  began     \(ShownTime.text(startedAt))") }
    if let finishedAt { lines.append("  ended     \(ShownTime.text(finishedAt))") }
    if let key { lines.append("  key       \(key)") }
    if let progress { lines.append("  progress  \(ProgressBar.text(progress))") }
    lines.append("  payload   \(payload.canonicalText)")
    lines += errors.map { "  attempt \($0.attempt), \($0.at): \($0.error)" }
    return lines.joined(separator: "\n")
  }
}

/// How far something has come, on one line.
enum ProgressBar {
  /// A line such as `[######----] 6/10 reading rows`.
  static func text(_ progress: JobProgress) -> String {
    let note = progress.text.map { " \($0)" } ?? ""
    guard let total = progress.total, total > 0 else { return "\(progress.done)\(note)" }
    let width = 20
    let filled = min(width, max(0, progress.done * width / total))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    return "[\(bar)] \(progress.done)/\(total)\(note)"
  }
}

internal import Foundation
internal import TenantStore

extension AdminSession {
  /// Waits until a job has ended, and tells the watching person how far it has come.
  ///
  /// - Returns: The job as it ended; nothing when it is gone.
  func end(of id: JobID, in database: TenantDatabase) async throws -> Job? {
    var said = ""
    var looks = 0
    while true {
      guard let job = try await database.job(id), !job.state.isFinal else {
        return try await database.job(id)
      }
      var line = job.progress.map(ProgressBar.text) ?? job.state.rawValue
      if looks == 40, job.attempts == 0 {
        line = "still waiting; does a gateway run that does jobs?"
      }
      if line != said { report(line) }
      said = line
      looks += 1
      try await Task.sleep(for: .milliseconds(250))
    }
  }
}

internal import Logging

/// Looks after a server in use, and starts it again when it died.
struct ServerWatch: Sendable {
  let use: ServerUse
  let logger: Logger

  private static let look = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(30)

  /// Watches until the task is cancelled.
  func run() async {
    var wait = Self.look
    while !Task.isCancelled {
      try? await Task.sleep(for: wait)
      wait = Self.look
      guard !Task.isCancelled, use.server.state.livePID == nil else { continue }
      // An operator who removed the cluster does not want an empty one in its place.
      guard use.server.root.isInitialised else {
        logger.error("The database cluster is gone.", metadata: ["path": "\(use.server.root.data)"])
        return
      }
      logger.warning("The database server ended; starting it again.")
      do {
        try await use.revive()
      } catch .cancelled {
        return
      } catch {
        logger.error("The database server did not start again.", metadata: ["reason": "\(error)"])
        wait = Self.longestPause
      }
    }
  }
}

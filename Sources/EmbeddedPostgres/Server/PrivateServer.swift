internal import Foundation
internal import Glibc
internal import Logging

/// The server of a data root, started, adopted and stopped by whoever holds the start lock.
struct PrivateServer: Sendable {
  let root: DataRoot
  let account: ServerAccount
  let configuration: EmbeddedPostgresConfiguration
  let logger: Logger
  let progress: @Sendable (EmbeddedPostgres.Progress) -> Void

  private static let readyLimit = Duration.seconds(300)
  private static let leftoverLimit = Duration.seconds(10)
  private static let fastStopLimit = Duration.seconds(30)
  private static let immediateStopLimit = Duration.seconds(10)
  private static let look = Duration.milliseconds(10)

  var state: PostmasterState { PostmasterState(of: root.data) }

  private var settings: ClusterSettings {
    ClusterSettings(root: root, account: account, configuration: configuration)
  }

  /// Brings the server to the point where it answers: adopts a running one, or starts it.
  func bringUp() async throws(EmbeddedPostgresError) {
    let log = ServerLog(path: root.log)
    let deadline = ContinuousClock.now + Self.readyLimit
    while let pid = state.livePID {
      if case .ready = state { return try adopt(pid) }
      guard ContinuousClock.now < deadline else {
        throw .didNotStart(log: log.path, lastLines: log.lastLines)
      }
      try await pause(Self.look)
    }
    try await root.checkReach(of: account)
    let binaries = try await ServerBinaries.find(configured: configuration.binaries, for: root.data)
    ServerLog.rotate(root.log)
    if root.isInitialised {
      try settings.write(to: root.data)
    } else {
      progress(.initialising)
      try await ClusterCreation(
        root: root,
        account: account,
        configuration: configuration,
        binaries: binaries,
        settings: settings
      ).run()
    }
    progress(.starting)
    try await launchUntilReady(binaries)
  }

  /// Stops the server: politely, then at once.
  func bringDown() async {
    if let pid = state.livePID { await end(pid) }
  }

  private func end(_ pid: pid_t) async {
    logger.debug("Stopping the database server.", metadata: ["pid": "\(pid)"])
    kill(pid, SIGINT)
    if await isGone(pid, within: Self.fastStopLimit) { return }
    logger.warning("The database server did not stop; ending it at once.")
    kill(pid, SIGQUIT)
    _ = await isGone(pid, within: Self.immediateStopLimit)
  }

  private func adopt(_ pid: pid_t) throws(EmbeddedPostgresError) {
    if try settings.addIdentities(to: root.data) { kill(pid, SIGHUP) }
    logger.debug("Using the database server that runs.", metadata: ["pid": "\(pid)"])
    progress(.adopted)
  }

  /// Starts the server, and again while a killed one still bars the way.
  ///
  /// `postmaster.pid` is never deleted here: it also guards the shared memory of orphaned backends.
  /// It bars the way until these are gone and until the killed server's parent has reaped it.
  private func launchUntilReady(_ binaries: ServerBinaries) async throws(EmbeddedPostgresError) {
    let hasLeftover = FileManager.default.fileExists(atPath: root.data + "/postmaster.pid")
    let deadline = ContinuousClock.now + Self.leftoverLimit
    while true {
      let log = ServerLog(path: root.log)
      if try await launch(binaries, log: log) { return }
      guard hasLeftover, ContinuousClock.now < deadline else {
        throw .didNotStart(log: log.path, lastLines: log.lastLines)
      }
      try await pause(.milliseconds(250))
    }
  }

  /// Starts the server once; false when it ended at once.
  private func launch(
    _ binaries: ServerBinaries,
    log: ServerLog
  ) async throws(EmbeddedPostgresError) -> Bool {
    // In a session of its own, Ctrl-C reaches only this process, which stops the server in order.
    let child = try ChildProcess(
      account.command(binaries.postgres, ["-D", root.data], inOwnSession: true),
      output: .appended(to: log.path)
    )
    do {
      guard try await isReady(child, log: log) else { return false }
    } catch {
      // It may not have written postmaster.pid yet, by which it would be found later.
      await Task { await end(child.pid) }.value
      throw error
    }
    logger.debug("Started the database server.", metadata: ["pid": "\(child.pid)"])
    progress(.ready)
    return true
  }

  /// Waits until a starting server answers; false when it ends instead.
  private func isReady(
    _ child: ChildProcess,
    log: ServerLog
  ) async throws(EmbeddedPostgresError) -> Bool {
    let deadline = ContinuousClock.now + Self.readyLimit
    while child.exit == nil {
      if state == .ready(child.pid) { return true }
      guard ContinuousClock.now < deadline else {
        throw .didNotStart(log: log.path, lastLines: log.lastLines)
      }
      try await pause(Self.look)
    }
    return false
  }

  private func isGone(_ pid: pid_t, within limit: Duration) async -> Bool {
    let deadline = ContinuousClock.now + limit
    // The server removes postmaster.pid shortly before it ends, so that file says too little here.
    while PostmasterState.isPresent(pid) {
      guard ContinuousClock.now < deadline else { return false }
      try? await Task.sleep(for: Self.look)
    }
    return true
  }
}

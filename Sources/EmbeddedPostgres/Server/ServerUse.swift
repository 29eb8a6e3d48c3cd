internal import Logging

/// One user's share in the server, which runs as long as anybody holds one.
///
/// 1. Whoever starts or stops the server holds the start lock meanwhile.
/// 2. Whoever uses it holds the users' lock, shared. The kernel drops it with the process.
/// 3. Who leaves and, under the start lock, can take the users' lock alone was the last.
struct ServerUse: Sendable {
  let server: PrivateServer
  private let share: FileLock

  /// Takes a share, and brings the server up if need be.
  init(of server: PrivateServer) async throws(EmbeddedPostgresError) {
    self.server = server
    let starting = try await FileLock.waiting(for: .exclusive, on: server.root.startLock)
    defer { starting.release() }
    share = try await FileLock.waiting(for: .shared, on: server.root.usersLock)
    do {
      try await server.bringUp()
    } catch {
      await Self.giveUp(share, of: server)
      throw error
    }
  }

  /// Starts the server again if it died; it does so once, however many users notice.
  func revive() async throws(EmbeddedPostgresError) {
    let starting = try await FileLock.waiting(for: .exclusive, on: server.root.startLock)
    defer { starting.release() }
    try await server.bringUp()
  }

  /// Gives the share up; the last one stops the server.
  ///
  /// - Returns: Whether this was the last share.
  @discardableResult
  func end() async -> Bool {
    do {
      let starting = try await FileLock.waiting(for: .exclusive, on: server.root.startLock)
      defer { starting.release() }
      return await Self.giveUp(share, of: server)
    } catch {
      share.release()
      return false
    }
  }

  @discardableResult
  private static func giveUp(_ share: FileLock, of server: PrivateServer) async -> Bool {
    share.release()
    guard let alone = try? FileLock(trying: .exclusive, on: server.root.usersLock) else {
      return false
    }
    defer { alone.release() }
    // The stop must be waited for even by a task that is being cancelled.
    await Task { await server.bringDown() }.value
    return true
  }
}

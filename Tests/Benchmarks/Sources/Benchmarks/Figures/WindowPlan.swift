/// How often and how long is measured.
struct WindowPlan: Sendable {
  /// Windows of each side.
  var count = 5
  /// Whole seconds of a window, because pgbench counts in them.
  var seconds = 3

  /// What suffices to see that everything runs.
  static let short = WindowPlan(count: 1, seconds: 1)

  /// Measures ours and the peer's in turn, so that a busy neighbour meets both.
  ///
  /// One more window of ours goes before, which warms connections and caches and is not counted.
  func alternate<Own: Sendable, Peer: Sendable>(
    own: (_ seconds: Int) async throws -> Own,
    peer: (_ seconds: Int) async throws -> Peer?
  ) async throws -> (own: [Own], peer: [Peer]) {
    _ = try await own(1)
    var result: (own: [Own], peer: [Peer]) = ([], [])
    for _ in 0..<count {
      result.own.append(try await own(seconds))
      if let value = try await peer(seconds) { result.peer.append(value) }
    }
    return result
  }

  /// Measures ours alone.
  func repeated<Own: Sendable>(
    _ own: (_ seconds: Int) async throws -> Own
  ) async throws -> [Own] {
    try await alternate(own: own, peer: { _ in Optional<Own>.none }).own
  }
}

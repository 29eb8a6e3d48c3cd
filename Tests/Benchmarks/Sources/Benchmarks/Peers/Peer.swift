/// A peer, or why there is none on this machine.
struct Peer<Value: Sendable>: Sendable {
  let value: Value?
  let whyMissing: String?
}

extension Peer<AsyncpgPeer> {
  /// asyncpg, installed when the network gives it.
  static func asyncpg(_ stage: Stage) async -> Self {
    do {
      return Self(value: try await AsyncpgPeer(cache: stage.cache), whyMissing: nil)
    } catch {
      return Self(value: nil, whyMissing: "peer missing: \(error)")
    }
  }
}

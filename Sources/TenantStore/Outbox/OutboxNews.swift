import Synchronization

/// What was delivered since the last notification: one message for a whole drain.
final class OutboxNews: Sendable {
  /// The server takes fewer than 8,000 bytes.
  private static let longestPayload = 7_500

  private let kinds = Mutex<[TenantID: Set<String>]>([:])

  @inline(never)  // Decision 7.
  func add(_ kinds: Set<String>, of tenant: TenantID) {
    self.kinds.withLock { $0[tenant, default: []].formUnion(kinds) }
  }

  /// The message for what was added since the last one, or nothing.
  ///
  /// A JSON object of kinds by tenant; empty when it would be too long, which means "anything".
  func takePayload() -> String? {
    let taken = take()
    guard !taken.isEmpty else { return nil }
    let members = taken.map { ($0.description, JSONValue.array($1.sorted().map(JSONValue.string))) }
    let text = JSONValue.object(Dictionary(uniqueKeysWithValues: members)).canonicalText
    return text.utf8.count <= Self.longestPayload ? text : "{}"
  }

  @inline(never)  // Decision 7.
  private func take() -> [TenantID: Set<String>] {
    kinds.withLock { kinds in
      defer { kinds = [:] }
      return kinds
    }
  }
}

internal import Synchronization

/// What the process remembers of providers for a while: their public certificates.
public final class ProviderMemory: Sendable {
  private struct Entry {
    let keys: [String: String]
    let until: ContinuousClock.Instant
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// Remembers nothing yet.
  public init() {}

  /// Keys by their serial numbers, as they were fetched within the last twelve hours.
  @inline(never)  // Decision 7.
  func keys(of account: String) -> [String: String]? {
    let entry = entries.withLock { $0[account] }
    guard let entry, entry.until > .now else { return nil }
    return entry.keys
  }

  @inline(never)  // Decision 7.
  func keep(_ keys: [String: String], of account: String) {
    entries.withLock { $0[account] = Entry(keys: keys, until: .now + .seconds(12 * 3600)) }
  }
}

internal import Synchronization

/// What is worked out from a key alone, kept for as long as it is asked for often.
///
/// What a text of the database means, and what the card of a product looks like, come with nearly
/// every request and change a few times a day. The key holds everything that the value depends on: a
/// changed text or price is another key, so that nothing old is ever given, and equal keys of two
/// tenants mean the same.
package final class PureMemo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let capacity: Int
  private let kept = Mutex<[Key: Value]>([:])

  /// Creates an empty memo.
  ///
  /// - Parameter capacity: How many values are kept before all are forgotten, 1 or more.
  package init(capacity: Int = 4_000) { self.capacity = capacity }

  /// The value of a key; two requests may make it at the same time.
  ///
  /// - Throws: What the making throws, of which nothing is kept.
  package func value(of key: Key, make: (Key) throws -> Value) rethrows -> Value {
    if let value = found(key) { return value }
    let value = try make(key)
    keep(value, of: key)
    return value
  }

  @inline(never)  // Decision 7.
  private func found(_ key: Key) -> Value? { kept.withLock { $0[key] } }

  @inline(never)  // Decision 7.
  private func keep(_ value: Value, of key: Key) {
    kept.withLock { kept in
      if kept.count >= capacity, kept[key] == nil { kept.removeAll(keepingCapacity: true) }
      kept[key] = value
    }
  }
}

public import Foundation
internal import Synchronization
public import TenantStore

/// What was read from the database of late, for some seconds and for everybody who asks alike.
///
/// Only for what may be a little old on a page: the tree of categories, counts, a shelf of
/// suggestions. What is sold, to whom and for how much never comes from here. A value must not
/// belong to a visitor; what it depends on, as the languages, is part of its key.
public final class RecentMemo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Place: Hashable {
    let tenant: TenantID
    let revision: Int64
    let key: Key
  }

  private struct Kept {
    let value: Value
    let until: Date
  }

  private let lifetime: TimeInterval
  private let capacity: Int
  private let kept = Mutex<[Place: Kept]>([:])

  /// Creates an empty memo.
  ///
  /// - Parameters:
  ///   - lifetime: Seconds that a value is shown after it was read.
  ///   - capacity: How many values are kept before all are forgotten.
  public init(lifetime: TimeInterval, capacity: Int) {
    self.lifetime = lifetime
    self.capacity = capacity
  }

  /// The value of a key, unless it is too old, was never kept, or the tenant's settings have changed.
  @inline(never)  // Decision 7.
  public func value(of key: Key, for tenant: TenantSnapshot, at now: Date) -> Value? {
    let place = Place(tenant: tenant.id, revision: tenant.revision, key: key)
    return kept.withLock { kept in
      guard let found = kept[place], now < found.until else { return nil }
      return found.value
    }
  }

  /// Keeps what was read just now.
  @inline(never)  // Decision 7.
  public func keep(_ value: Value, of key: Key, for tenant: TenantSnapshot, at now: Date) {
    let place = Place(tenant: tenant.id, revision: tenant.revision, key: key)
    kept.withLock { kept in
      if kept.count >= capacity, kept[place] == nil { kept.removeAll(keepingCapacity: true) }
      kept[place] = Kept(value: value, until: now + lifetime)
    }
  }
}

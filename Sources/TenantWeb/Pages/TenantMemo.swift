internal import Synchronization
public import TenantStore

/// What a module works out once from a tenant's settings, kept until they change.
///
/// A value must come from the tenant's snapshot and its key alone, never from a visitor: everybody
/// is shown the same one. Keys must be few, such as a language.
public final class TenantMemo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Kept {
    let revision: Int64
    var values: [Key: Value] = [:]
  }

  private let capacity: Int
  private let kept = Mutex<[TenantID: Kept]>([:])

  /// Creates an empty memo.
  ///
  /// - Parameter capacity: How many tenants are kept before all are forgotten.
  public init(capacity: Int = 2_000) { self.capacity = capacity }

  /// The value of a key, made when the tenant's settings are new to this memo.
  ///
  /// Two requests may make it at the same time; the making must have no effect.
  public func value(
    for tenant: TenantSnapshot,
    _ key: Key,
    make: () throws -> Value
  ) rethrows -> Value {
    if let value = found(tenant, key) { return value }
    let value = try make()
    keep(value, tenant, key)
    return value
  }

  @inline(never)  // Decision 7.
  private func found(_ tenant: TenantSnapshot, _ key: Key) -> Value? {
    kept.withLock { kept in
      guard let own = kept[tenant.id], own.revision == tenant.revision else { return nil }
      return own.values[key]
    }
  }

  @inline(never)  // Decision 7.
  private func keep(_ value: Value, _ tenant: TenantSnapshot, _ key: Key) {
    kept.withLock { kept in
      if kept.count >= capacity, kept[tenant.id] == nil { kept.removeAll() }
      var own = kept[tenant.id] ?? Kept(revision: tenant.revision)
      // A request that began before the settings changed must not bring the old ones back.
      guard own.revision <= tenant.revision else { return }
      if own.revision < tenant.revision { own = Kept(revision: tenant.revision) }
      own.values[key] = value
      kept[tenant.id] = own
    }
  }
}

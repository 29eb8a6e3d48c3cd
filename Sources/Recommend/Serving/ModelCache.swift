internal import Synchronization
internal import TenantStore

/// Models that were read from the shelf, so that a request does not read them again.
///
/// A version never changes, so an entry is never stale; the tenant is part of its name, so that
/// nobody gets another's. What was used longest ago goes first.
final class ModelCache: Sendable {
  struct Key: Hashable, Sendable {
    let tenant: TenantID
    let kind: String
    let version: Int
  }

  private struct Entry {
    let model: any Sendable
    var usedAt: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var clock = 0
  }

  /// How many models are held.
  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int = 256) { self.limit = limit }

  @inline(never)  // Decision 7.
  func model<Model: Sendable>(_ key: Key, as type: Model.Type) -> Model? {
    state.withLock { state in
      guard let model = state.entries[key]?.model as? Model else { return nil }
      state.clock += 1
      state.entries[key]?.usedAt = state.clock
      return model
    }
  }

  @inline(never)  // Decision 7.
  func keep<Model: Sendable>(_ model: Model, _ key: Key) {
    state.withLock { state in
      state.clock += 1
      state.entries[key] = Entry(model: model, usedAt: state.clock)
      guard state.entries.count > limit,
        let oldest = state.entries.min(by: { $0.value.usedAt < $1.value.usedAt })
      else { return }
      state.entries[oldest.key] = nil
    }
  }
}

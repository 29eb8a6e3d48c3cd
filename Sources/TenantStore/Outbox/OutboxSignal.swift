import Synchronization

/// Tells the drains of this process which tenant's transaction with an event was committed.
final class OutboxSignal: Sendable {
  private let listeners = Mutex<[ObjectIdentifier: OutboxTurns]>([:])

  @inline(never)  // Decision 7.
  func subscribe(_ turns: OutboxTurns) {
    listeners.withLock { $0[ObjectIdentifier(turns)] = turns }
  }

  @inline(never)  // Decision 7.
  func unsubscribe(_ turns: OutboxTurns) {
    listeners.withLock { $0[ObjectIdentifier(turns)] = nil }
  }

  @inline(never)  // Decision 7.
  func raise(_ tenant: TenantID) {
    let turns = listeners.withLock { Array($0.values) }
    for turns in turns { turns.add([tenant]) }
  }
}

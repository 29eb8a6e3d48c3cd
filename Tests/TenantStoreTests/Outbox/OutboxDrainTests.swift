import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Counts what handlers were told, across the suite's parallel tests.
private final class Deliveries: Sendable {
  private let kept = Mutex<[OutboxEventID: Int]>([:])
  func note(_ id: OutboxEventID) { kept.withLock { $0[id, default: 0] += 1 } }
  func count(_ id: OutboxEventID) -> Int { kept.withLock { $0[id] ?? 0 } }
}

private struct NoSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

private struct Refused: Error {}

@Suite("Outbox", .tenantDatabase(), .serialized)
struct OutboxDrainTests {
  private func drain(
    _ database: TenantDatabase,
    _ handle: @escaping @Sendable (OutboxEvent, TenantTransaction) async throws -> Void
  ) -> OutboxDrain {
    let module = TenantModule(
      name: "probe",
      settings: NoSettings.self,
      migrations: [],
      handlers: [OutboxHandler(kind: "probe.happened", handle: handle)]
    )
    return OutboxDrain(database: database, modules: [module], logger: .quiet)
  }

  @Test func `a committed event is delivered once, also to two drains at once`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let first = drain(pair.mine.database) { event, _ in deliveries.note(event.id) }
    let second = drain(pair.mine.database) { event, _ in deliveries.note(event.id) }
    let event = try await pair.mine.transaction { try await $0.emit("probe.happened", ["n": 1]) }

    async let one = first.deliverDue()
    async let two = second.deliverDue()
    _ = try await (one, two)
    try await first.deliverDue()

    #expect(deliveries.count(event) == 1)
  }

  @Test func `an event of a transaction that failed never leaves`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = drain(pair.mine.database) { event, _ in deliveries.note(event.id) }
    let kept = Mutex<OutboxEventID?>(nil)

    await #expect(throws: Refused.self) {
      try await pair.mine.transaction { transaction in
        let id = try await transaction.emit("probe.happened", [:])
        kept.withLock { $0 = id }
        throw Refused()
      }
    }
    try await drain.deliverDue()

    let event = try #require(kept.withLock { $0 })
    #expect(deliveries.count(event) == 0)
  }

  @Test func `a handler that fails is tried again later, and its half is undone`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = drain(pair.mine.database) { event, transaction in
      try await transaction.audit("probe.tried", of: event.id.description, by: .system)
      deliveries.note(event.id)
      if deliveries.count(event.id) < 3 { throw Refused() }
    }
    let event = try await pair.mine.transaction { try await $0.emit("probe.happened", [:]) }

    for _ in 0..<3 {
      try await drain.deliverDue()
      try await drain.deliverDue()
      pair.mine.clock.advance(by: 10)
    }

    #expect(deliveries.count(event) == 3)
    #expect(try await pair.mine.scope.auditEntries(of: event.description).count == 1)
    #expect(try await pair.other.scope.auditEntries(of: event.description).isEmpty)
  }

  @Test func `the running drain is woken by a commit`() async throws {
    let pair = try await TenantPair.fresh()
    let (stream, continuation) = AsyncStream.makeStream(of: OutboxEventID.self)
    let drain = drain(pair.mine.database) { event, _ in continuation.yield(event.id) }
    let running = Task { await drain.run() }

    let event = try await pair.mine.transaction { try await $0.emit("probe.happened", [:]) }

    let delivered = await stream.first { $0 == event }
    #expect(delivered == event)
    running.cancel()
    await running.value
  }
}

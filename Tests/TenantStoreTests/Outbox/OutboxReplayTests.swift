import TenantStore
import TenantStoreTesting
import Testing

@Suite("Replay of the outbox", .tenantDatabase(), .serialized)
struct OutboxReplayTests {
  @Test func `a replayed event comes again with the same id, and the trail says who asked`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let (one, two) = (Deliveries(), Deliveries())
    let handlers: [OutboxHandler] = [
      .probe("probe.one") { event, _ in one.note(event.id) },
      .probe("probe.two") { event, _ in two.note(event.id) },
    ]
    let drain = OutboxDrain.probe(pair.mine.database, handlers)
    let events = try await pair.mine.happen(2)
    try await drain.deliverDue()

    var replay = OutboxReplay()
    replay.events = [events[0]]
    replay.handler = "probe.two"
    let count = try await pair.mine.transaction {
      try await $0.replayOutbox(replay, to: [.probe(handlers)], by: .admin("lin"))
    }
    try await drain.deliverDue()

    #expect(count == 1)
    #expect(one.all == events)
    #expect(two.all == events + [events[0]])
    let trail = try await pair.mine.scope.auditEntries(of: events[0].description)
    #expect(trail.map(\.actor) == ["admin:lin"])
    #expect(trail.first?.after?["handler"] == "probe.two")
  }

  @Test func `a replay of a neighbour's events reaches nothing`() async throws {
    let pair = try await TenantPair.fresh()
    let handlers = [OutboxHandler.probe { _, _ in }]
    let events = try await pair.mine.happen(2)
    try await OutboxDrain.probe(pair.mine.database, handlers).deliverDue()

    var replay = OutboxReplay()
    replay.events = events
    let count = try await pair.other.transaction {
      try await $0.replayOutbox(replay, to: [.probe(handlers)], by: .admin("lin"))
    }

    #expect(count == 0)
  }

  @Test func `a replay chooses by kind and time, and leaves what nobody was told of yet`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let handlers: [OutboxHandler] = [
      .probe { event, _ in deliveries.note(event.id) },
      OutboxHandler("probe.else", kind: "probe.else") { event, _ in deliveries.note(event.id) },
    ]
    let drain = OutboxDrain.probe(pair.mine.database, handlers)
    try await pair.mine.happen()
    pair.mine.clock.advance(by: 100)
    let since = pair.mine.clock.now
    let late = try await pair.mine.happen()[0]
    try await pair.mine.transaction { try await $0.emit("probe.else", [:]) }
    try await drain.deliverDue()
    let told = deliveries.all
    try await pair.mine.happen()

    var replay = OutboxReplay()
    replay.kind = "probe.happened"
    replay.since = since
    let count = try await pair.mine.transaction {
      try await $0.replayOutbox(replay, to: [.probe(handlers)], by: .admin("lin"))
    }
    try await drain.deliverDue()

    #expect(count == 1)
    #expect(deliveries.count(late) == 2)
    #expect(deliveries.all.count == told.count + 2)
  }

  @Test func `a dead letter is tried again when it is replayed`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let broken = OutboxHandler.probe(attempts: 1) { _, _ in throw Refused() }
    let mended = OutboxHandler.probe(attempts: 1) { event, _ in deliveries.note(event.id) }
    let event = try await pair.mine.happen()[0]
    try await OutboxDrain.probe(pair.mine.database, [broken]).deliverDue()
    try await OutboxDrain.probe(pair.mine.database, [mended]).deliverDue()
    #expect(deliveries.all.isEmpty)

    var replay = OutboxReplay()
    replay.isOfDeadLetters = true
    try await pair.mine.transaction {
      try await $0.replayOutbox(replay, to: [.probe([mended])], by: .admin("lin"))
    }
    try await OutboxDrain.probe(pair.mine.database, [mended]).deliverDue()

    #expect(deliveries.all == [event])
    #expect(try await pair.mine.scope.deadLetters(after: nil, limit: 10).isEmpty)
  }

  @Test func `delivered events are forgotten after their time, dead and waiting ones are kept`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let handler = OutboxHandler.probe(attempts: 1) { event, _ in
      if event.payload["fails"] == true { throw Refused() }
    }
    let emit: (JSONValue) async throws -> OutboxEventID = { payload in
      try await pair.mine.transaction { try await $0.emit("probe.happened", payload) }
    }
    _ = try await emit([:])
    let dead = try await emit(["fails": true])
    try await OutboxDrain.probe(pair.mine.database, [handler]).deliverDue()
    let pending = try await emit([:])
    pair.mine.clock.advance(by: 29 * 24 * 3600)
    let young = try await emit([:])
    try await pair.mine.database.sweepOutbox()
    #expect(try await pair.mine.scope.outboxEntries(OutboxListQuery()).count == 4)

    pair.mine.clock.advance(by: 2 * 24 * 3600)
    try await pair.mine.database.sweepOutbox()

    let left = try await pair.mine.scope.outboxEntries(OutboxListQuery()).map(\.id)
    #expect(left == [young, pending, dead])
  }
}

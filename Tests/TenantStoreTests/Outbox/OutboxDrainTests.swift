import PostgresClient
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Outbox", .tenantDatabase(), .serialized)
struct OutboxDrainTests {
  @Test func `a committed event is delivered once, also to two drains at once`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in deliveries.note(event.id) }]
    )
    let event = try await pair.mine.happen()[0]

    async let one = drain.deliverDue()
    async let two = drain.deliverDue()
    _ = try await (one, two)
    try await drain.deliverDue()

    #expect(deliveries.count(event) == 1)
  }

  @Test func `an event of a transaction that failed never leaves`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in deliveries.note(event.id) }]
    )
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

  @Test func `a handler that fails is tried again later and alone, and its half is undone`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let (failing, good) = (Deliveries(), Deliveries())
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [
        .probe("probe.fails_twice") { event, transaction in
          try await transaction.audit("probe.tried", of: event.id.description, by: .system)
          failing.note(event.id)
          if failing.count(event.id) < 3 { throw Refused() }
        },
        .probe("probe.works") { event, _ in good.note(event.id) },
      ]
    )
    let event = try await pair.mine.happen()[0]

    for _ in 0..<3 {
      try await drain.deliverDue()
      try await drain.deliverDue()
      pair.mine.clock.advance(by: 10)
    }

    #expect(failing.count(event) == 3)
    #expect(good.count(event) == 1)
    #expect(try await pair.mine.scope.auditEntries(of: event.description).count == 1)
    #expect(try await pair.other.scope.auditEntries(of: event.description).isEmpty)
    let detail = try #require(try await pair.mine.scope.outboxEvent(event))
    #expect(detail.entry.state == .delivered)
    #expect(detail.deliveries.map(\.attempts) == [3])
  }

  @Test func `an event that no attempt can handle stops nobody and becomes a dead letter`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let poison = Mutex<OutboxEventID?>(nil)
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [
        .probe(attempts: 3) { event, _ in
          deliveries.note(event.id)
          if event.id == poison.withLock({ $0 }) { throw Refused() }
        }
      ]
    )
    let events = try await pair.mine.happen(3)
    poison.withLock { $0 = events[0] }

    for _ in 0..<5 {
      try await drain.deliverDue()
      pair.mine.clock.advance(by: 3600)
    }

    #expect(deliveries.all == events + [events[0], events[0]])
    let dead = try await pair.mine.scope.deadLetters(after: nil, limit: 100)
    #expect(dead.map(\.event) == [events[0]])
    #expect(dead.first?.lastError == "Refused()")
    #expect(try await pair.mine.database.deadLetterCounts()[pair.mine.id] == 1)
    #expect(try await pair.other.scope.deadLetters(after: nil, limit: 100).isEmpty)
  }

  @Test func `an event whose transaction commits after a later one's is not missed`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in deliveries.note(event.id) }]
    )

    let (early, late) = try await pair.mine.transaction { transaction in
      let early = try await transaction.emit("probe.happened", [:])
      let late = try await pair.mine.happen()[0]
      try await drain.deliverDue()
      return (early, late)
    }
    #expect(early < late)
    #expect(deliveries.all == [late])
    try await drain.deliverDue()

    #expect(deliveries.all == [late, early])
  }

  @Test func `events of a tenant are told in the order in which they happened`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let handler = OutboxHandler.probe { event, _ in deliveries.note(event.id) }
    let events = try await pair.mine.happen(OutboxDrain.turnLength * 2 + 7)

    try await withThrowingTaskGroup { group in
      for _ in 0..<3 {
        group.addTask {
          _ = try await OutboxDrain.probe(pair.mine.database, [handler]).deliverDue()
        }
      }
      try await group.waitForAll()
    }

    #expect(deliveries.all == events)
  }

  @Test func `a tenant with many events delays another's by one turn at most`() async throws {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in deliveries.note(event.id) }]
    )
    try await pair.mine.happen(OutboxDrain.turnLength * 4)
    let light = try await pair.other.happen()[0]

    try await drain.deliverDue()

    let place = try #require(deliveries.all.firstIndex(of: light))
    #expect(place <= OutboxDrain.turnLength)
    #expect(deliveries.all.count == OutboxDrain.turnLength * 4 + 1)
  }

  @Test func `a handler that goes on after a refusal has failed, and the others have not`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [
        .probe("probe.careless") { event, transaction in
          _ = try? await transaction.execute(
            "SELECT 1 / 0 WHERE \(transaction.tenant)::uuid IS NOT NULL"
          )
        },
        .probe("probe.careful") { event, transaction in
          try await transaction.audit("probe.done", of: event.id.description, by: .system)
          deliveries.note(event.id)
        },
      ]
    )
    let event = try await pair.mine.happen()[0]

    try await drain.deliverDue()

    #expect(deliveries.count(event) == 1)
    #expect(try await pair.mine.scope.auditEntries(of: event.description).count == 1)
    let detail = try #require(try await pair.mine.scope.outboxEvent(event))
    #expect(detail.deliveries.map(\.handler) == ["probe.careless"])
    #expect(detail.entry.state == .waiting)
  }

  @Test func `an event that only the commit refuses fails alone`() async throws {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    try await database.asOwner { pool in
      try await pool.withConnection {
        try await $0.script(
          """
          CREATE TABLE public.probe_once (
            place int, CONSTRAINT probe_place UNIQUE (place) DEFERRABLE INITIALLY DEFERRED);
          GRANT INSERT ON public.probe_once TO app_user;
          INSERT INTO public.probe_once VALUES (2)
          """
        )
      }
    }
    let deliveries = Deliveries()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [
        .probe { event, transaction in
          guard case .integer(let place)? = event.payload["place"] else { return }
          try await transaction.execute(
            """
            INSERT INTO public.probe_once
            SELECT \(place)::int WHERE \(transaction.tenant)::uuid IS NOT NULL
            """
          )
          deliveries.note(event.id)
        }
      ]
    )
    var events: [OutboxEventID] = []
    for place in 1...3 {
      events.append(
        try await pair.mine.transaction {
          try await $0.emit("probe.happened", ["place": .integer(Int64(place))])
        }
      )
    }

    try await drain.deliverDue()

    let states = try await pair.mine.scope.outboxEntries(OutboxListQuery()).map(\.state)
    #expect(states == [.delivered, .waiting, .delivered])
  }

  @Test func `what a handler wrote for later and then undid is not blamed on the next`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [
        .probe("probe.hasty") { event, transaction in
          try transaction.executeLater(
            "SELECT 1 / 0 WHERE \(transaction.tenant)::uuid IS NOT NULL"
          )
          throw Refused()
        },
        .probe("probe.next") { event, transaction in
          try await transaction.audit("probe.done", of: event.id.description, by: .system)
        },
      ]
    )
    let event = try await pair.mine.happen()[0]

    try await drain.deliverDue()

    let detail = try #require(try await pair.mine.scope.outboxEvent(event))
    #expect(detail.deliveries.map(\.handler) == ["probe.hasty"])
    #expect(detail.deliveries.first?.lastError == "Refused()")
    #expect(try await pair.mine.scope.auditEntries(of: event.description).count == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a drain that cannot claim says so instead of trying on and on`() async throws {
    try await TestDatabase.withNew { database in
      try await TestDatabase.$current.withValue(database) {
        let pair = try await TenantPair.fresh()
        try await pair.mine.happen()
        try await database.asOwner { pool in
          _ = try await pool.batch(["REVOKE UPDATE ON tenancy.outbox_event FROM app_user"])
        }
        let drain = OutboxDrain.probe(pair.mine.database, [.probe { _, _ in }])
        let error = await #expect(throws: PostgresError.self) { try await drain.deliverDue() }
        #expect(error?.sqlState == .insufficientPrivilege)
      }
    }
  }

  @Test func `an event that another drain delivered meanwhile is not noted as refused`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let current = try #require(TestDatabase.current)
    try await current.asOwner { pool in
      try await pool.withConnection {
        try await $0.script(
          """
          CREATE TABLE public.probe_never (
            place int, CONSTRAINT probe_never_place UNIQUE (place) DEFERRABLE INITIALLY DEFERRED);
          GRANT INSERT ON public.probe_never TO app_user;
          INSERT INTO public.probe_never VALUES (1)
          """
        )
      }
    }
    let event = try await pair.mine.happen()[0]
    let deliveries = Deliveries()
    let good = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in deliveries.note(event.id) }]
    )
    // One connection: whoever waits for it when the commit is refused comes before the note.
    var configuration = TenantDatabaseConfiguration(
      application: try await current.connectionString(role: DatabaseRoles.application),
      system: try await current.connectionString(role: DatabaseRoles.system)
    )
    configuration.exclusiveConnections = 1
    configuration.mode = current.database.mode
    let narrow = TenantDatabase(
      configuration,
      environment: pair.mine.clock.environment,
      logger: .quiet
    )
    let mine = pair.mine.id
    let between = Mutex<Task<Void, any Error>?>(nil)
    let attempts = Mutex(0)
    let refused = OutboxDrain.probe(
      narrow,
      [
        .probe { event, transaction in
          try await transaction.execute(
            "INSERT INTO public.probe_never SELECT 1 WHERE \(transaction.tenant)::uuid IS NOT NULL"
          )
          let attempt = attempts.withLock { count in
            count += 1
            return count
          }
          guard attempt == 2 else { return }
          let task = Task {
            _ = try await narrow.transaction(for: mine) { _ in try await good.deliverDue() }
          }
          between.withLock { $0 = task }
          while narrow.load.queued == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
      ]
    )

    try await refused.deliverDue()
    try await between.withLock { $0 }?.value
    await narrow.close()

    #expect(deliveries.count(event) == 1)
    let detail = try #require(try await pair.mine.scope.outboxEvent(event))
    #expect(detail.entry.state == .delivered)
    #expect(detail.deliveries.isEmpty)
  }

  @Test func `the running drain is woken by a commit`() async throws {
    let pair = try await TenantPair.fresh()
    let (stream, continuation) = AsyncStream.makeStream(of: OutboxEventID.self)
    let drain = OutboxDrain.probe(
      pair.mine.database,
      [.probe { event, _ in continuation.yield(event.id) }]
    )
    let running = Task { await drain.run() }

    let event = try await pair.mine.happen()[0]

    let delivered = await stream.first { $0 == event }
    #expect(delivered == event)
    running.cancel()
    await running.value
  }
}

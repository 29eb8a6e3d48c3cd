import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Random histories of commits, failures and drains beside each other, against what was promised.
@Suite("Histories of the outbox", .tenantDatabase(), .serialized)
struct OutboxHistoryTests {
  private static let names = ["probe.a", "probe.b", "probe.c"]

  @Test(arguments: [1, 2, 3, 4, 5, 6])
  func `every handler's effect happens once, unless its delivery is a dead letter`(_ seed: UInt64)
    async throws
  {
    let pair = try await TenantPair.fresh()
    var random = SeededGenerator(state: seed)
    let failures = FailurePlan()
    let attempts = 3
    let drains = (0..<3).map { _ in
      OutboxDrain.probe(pair.mine.database, failures.handlers(Self.names, attempts: attempts))
    }
    var expected: [(tenant: TestTenant, event: OutboxEventID, name: String, isDead: Bool)] = []

    for _ in 0..<25 {
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        let tenant = Bool.random(using: &random) ? pair.mine : pair.other
        for event in try await tenant.happen(Int.random(in: 1...4, using: &random)) {
          for name in Self.names {
            let times = [0, 0, 0, 1, 2, 3, 4].randomElement(using: &random) ?? 0
            failures.plan(times, of: event, by: name)
            expected.append((tenant, event, name, times >= attempts))
          }
        }
      case 1:
        try await withThrowingTaskGroup { group in
          for drain in drains { group.addTask { _ = try await drain.deliverDue() } }
          try await group.waitForAll()
        }
      default:
        pair.mine.clock.advance(by: Double(Int.random(in: 1...10, using: &random)))
      }
    }
    for _ in 0..<attempts {
      pair.mine.clock.advance(by: 3600)
      try await drains[0].deliverDue()
    }

    for entry in expected {
      let trail = try await entry.tenant.scope.auditEntries(of: entry.event.description)
      let effects = trail.count { $0.action == entry.name }
      #expect(effects == (entry.isDead ? 0 : 1), "seed \(seed): \(entry.event) \(entry.name)")
    }
    var dead = 0
    for tenant in [pair.mine, pair.other] {
      dead += try await tenant.scope.deadLetters(after: nil, limit: 100).count
    }
    #expect(dead == expected.count { $0.isDead }, "seed \(seed)")
  }
}

/// How often each handler is yet to fail each event.
private final class FailurePlan: Sendable {
  private let left = Mutex<[String: Int]>([:])

  func plan(_ times: Int, of event: OutboxEventID, by name: String) {
    left.withLock { $0["\(event) \(name)"] = times }
  }

  private func fails(_ event: OutboxEventID, by name: String) -> Bool {
    left.withLock { left in
      let times = left["\(event) \(name)", default: 0]
      left["\(event) \(name)"] = times - 1
      return times > 0
    }
  }

  /// Handlers whose effect is an entry of the trail.
  func handlers(_ names: [String], attempts: Int) -> [OutboxHandler] {
    names.map { name in
      .probe(name, attempts: attempts) { event, transaction in
        try await transaction.audit(name, of: event.id.description, by: .system)
        if self.fails(event.id, by: name) { throw Refused() }
      }
    }
  }
}

import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  func signal(_ action: Signal.Action, by person: PersonID, ago: TimeInterval = 0) -> Signal {
    Signal(
      id: .make(in: database.environment),
      person: person,
      action: action,
      occurredAt: clock.now.addingTimeInterval(-ago)
    )
  }
}

@Suite("Signals", .tenantDatabase([RecommendModule.module]))
struct SignalTests {
  @Test func `an event counts once, however often it is sent and by however many at once`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    let ada = PersonID.make(in: mine.database.environment)
    let signals = (0..<20).map { mine.signal(.view(item: "item-\($0)"), by: ada) }
    let receipts = try await withThrowingTaskGroup(of: SignalReceipt.self) { group in
      for _ in 0..<8 {
        group.addTask { try await mine.transaction { try await $0.take(signals + signals) } }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(receipts.reduce(0) { $0 + $1.taken } == 20)
    #expect(receipts.allSatisfy { $0.taken + $0.known == 40 })
    let found = try await mine.scope.interactions(of: ada, kinds: ["view"])
    #expect(found.count == 20 && found.allSatisfy { $0.count == 1 })
  }

  @Test func `what is wrong is refused by its place, and the rest is taken`() async throws {
    let mine = try await TenantPair.fresh().mine
    let ada = PersonID.make(in: mine.database.environment)
    let receipt = try await mine.transaction { transaction in
      try await transaction.take([
        mine.signal(.cart(item: "a", quantity: 1), by: ada),
        mine.signal(.cart(item: "a", quantity: 0), by: ada),
        mine.signal(.view(item: ""), by: ada),
        mine.signal(.view(item: "b"), by: ada, ago: -301),
        mine.signal(.view(item: "b"), by: ada, ago: 31 * 86_400),
        mine.signal(.search(phrase: String(repeating: "奶", count: 81)), by: ada),
        mine.signal(.rating(item: "b", stars: 6), by: ada),
        mine.signal(.purchase(item: "b", quantity: 2, amount: 19_900), by: ada, ago: 29 * 86_400),
      ])
    }
    #expect(receipt.taken == 2)
    #expect(
      receipt.refused == [
        1: .numberInvalid, 2: .textInvalid, 3: .fromTheFuture, 4: .tooLate, 5: .textInvalid,
        6: .numberInvalid,
      ]
    )
  }

  @Test func `whoever switches personalisation off leaves nothing behind and adds nothing`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    let ada = PersonID.make(in: mine.database.environment)
    let lin = PersonID.make(in: mine.database.environment)
    try await mine.transaction { transaction in
      _ = try await transaction.take([
        mine.signal(.view(item: "a"), by: ada), mine.signal(.view(item: "a"), by: lin),
      ])
      try await transaction.setPersonalisation(false, of: ada)
    }
    let receipt = try await mine.transaction {
      try await $0.take([mine.signal(.view(item: "b"), by: ada)])
    }
    #expect(receipt.unwanted == 1 && receipt.taken == 0)
    #expect(try await mine.scope.interactions(of: ada, kinds: ["view"]).isEmpty)
    #expect(try await mine.scope.interactions(of: lin, kinds: ["view"]).count == 1)
    #expect(try await !mine.scope.isPersonalised(ada))
    try await mine.transaction { try await $0.setPersonalisation(true, of: ada) }
    #expect(try await mine.scope.isPersonalised(ada))
  }

  @Test func `whoever opts out while events come in leaves nothing behind`() async throws {
    let mine = try await TenantPair.fresh().mine
    let ada = PersonID.make(in: mine.database.environment)
    let lin = PersonID.make(in: mine.database.environment)
    for person in [ada, lin] {
      // A person of whom something is known, and one of whom nothing is.
      if person == lin {
        try await mine.transaction {
          _ = try await $0.take([mine.signal(.view(item: "known"), by: person)])
        }
      }
      let optingOut = try await mine.transaction { transaction in
        _ = try await transaction.take([mine.signal(.view(item: "a"), by: person)])
        let task = Task {
          try await mine.transaction { try await $0.setPersonalisation(false, of: person) }
        }
        // Time for whoever does not wait; whoever waits may come later.
        try await Task.sleep(for: .milliseconds(200))
        return task
      }
      try await optingOut.value
      #expect(try await mine.scope.interactions(of: person, kinds: ["view"]).isEmpty)
      #expect(try await !mine.scope.isPersonalised(person))
    }
  }

  @Test func `of whom nothing is kept and who said nothing is forgotten`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": ["retentionDays": 30]]).mine
    let ada = PersonID.make(in: mine.database.environment)
    let lin = PersonID.make(in: mine.database.environment)
    try await mine.transaction { transaction in
      _ = try await transaction.take([mine.signal(.view(item: "a"), by: ada)])
      try await transaction.setPersonalisation(false, of: lin)
    }
    mine.clock.advance(by: 31 * 86_400)
    try await mine.work(RecommendModule.module) { _ in true }
    let rows: [Int] = try await mine.scope.values(
      "SELECT count(*) FROM recommend.personalisation WHERE tenant_id = \(mine.id)"
    )
    #expect(rows == [1])
    #expect(try await !mine.scope.isPersonalised(lin))
  }

  @Test func `more at once than are taken is refused whole`() async throws {
    let mine = try await TenantPair.fresh().mine
    let ada = PersonID.make(in: mine.database.environment)
    let many = (0...SignalRule.batchLimit).map { _ in mine.signal(.view(item: "a"), by: ada) }
    let error = await #expect(throws: RecommendRefusal.self) {
      try await mine.transaction { _ = try await $0.take(many) }
    }
    #expect(error?.code == .tooManySignals)
    #expect(try await mine.scope.interactions(kinds: ["view"]).isEmpty)
  }

  @Test func `what is older than the shop keeps it is forgotten`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": ["retentionDays": 30]]).mine
    let ada = PersonID.make(in: mine.database.environment)
    try await mine.transaction { transaction in
      _ = try await transaction.take([
        mine.signal(.view(item: "old"), by: ada, ago: 29 * 86_400),
        mine.signal(.view(item: "new"), by: ada),
      ])
    }
    mine.clock.advance(by: 2 * 86_400)
    try await mine.work(RecommendModule.module) { _ in true }
    #expect(try await mine.scope.interactions(kinds: ["view"]).map(\.item) == ["new"])
  }
}

import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What proposals bring", .tenantDatabase([RecommendModule.module]))
struct FeedbackTests {
  private func impression(_ item: String, _ version: Int) -> Impression {
    Impression(item: item, kind: "popularity", version: version)
  }

  @Test func `an item that is shown again within the hour counts once`() async throws {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, ada) = (pair.mine, pair.mine.newPerson())
    let now = mine.database.environment.now()
    for _ in 0..<3 {
      try await mine.transaction {
        _ = try await $0.take([
          impression("rice", 1).signal(of: ada, at: now),
          impression("rice", 1).signal(of: ada, at: now),
        ])
      }
    }
    try await mine.transaction {
      _ = try await $0.take([impression("rice", 2).signal(of: ada, at: now)])
    }
    let found = try await mine.scope.feedback(weeks: 2)
    #expect(found.map(\.shown) == [1, 1] && Set(found.map(\.version)) == [1, 2])
    #expect(try await pair.other.scope.feedback(weeks: 2).isEmpty)
  }

  @Test func `a look and a purchase belong to the latest time that the item was shown before`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let (ada, lin) = (mine.newPerson(), mine.newPerson())
    let hour = 3_600.0
    func shown(_ item: String, _ version: Int, ago hours: Double) -> Signal {
      mine.signal(
        .impression(item: item, model: "popularity", modelVersion: version),
        by: ada,
        ago: hours * hour
      )
    }
    try await mine.transaction { transaction in
      _ = try await transaction.take([
        shown("rice", 1, ago: 50), shown("rice", 2, ago: 20), shown("pear", 1, ago: 50),
        mine.signal(.view(item: "rice"), by: ada, ago: 19 * hour),
        // More than a day after it was shown.
        mine.signal(.view(item: "pear"), by: ada, ago: 2 * hour),
        mine.signal(.purchase(item: "rice", quantity: 3, amount: 900), by: ada, ago: hour),
        mine.signal(.purchase(item: "pear", quantity: 1, amount: 500), by: ada, ago: hour),
        // Of somebody to whom nothing was shown, and before anything was.
        mine.signal(.purchase(item: "rice", quantity: 9, amount: 900), by: lin, ago: hour),
        mine.signal(.purchase(item: "pear", quantity: 9, amount: 900), by: ada, ago: 60 * hour),
      ])
    }
    let found = try await mine.scope.feedback(weeks: 3)
    func sum(_ version: Int, _ count: (FeedbackWeek) -> Int) -> Int {
      found.filter { $0.version == version }.reduce(0) { $0 + count($1) }
    }
    #expect(sum(1, \.shown) == 2 && sum(2, \.shown) == 1)
    #expect(sum(1, \.clicks) == 0 && sum(2, \.clicks) == 1)
    #expect(sum(1, \.orders) == 1 && sum(2, \.orders) == 1)
    #expect(found.reduce(0) { $0 + $1.amount } == 1_400)
  }

  @Test func `a guest's events become the member's once, and never of somebody who said no`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let mine = pair.mine
    let (guest, member, other) = (mine.newPerson(), mine.newPerson(), mine.newPerson())
    try await mine.tell([.view(item: "rice"), .view(item: "pear")], by: guest)
    let zone = mine.snapshot.timeZone
    try await mine.transaction {
      try await $0.stateAges([6], of: guest, in: zone)
      try await $0.stateAvoided(["milk"], of: guest)
    }
    try await pair.other.tell([.view(item: "rice")], by: guest)
    for expected in [2, 0] {
      #expect(try await mine.transaction { try await $0.join(guest, to: member) } == expected)
    }
    let known = try await mine.scope.interactions(of: member, kinds: ["view"]).map(\.item)
    #expect(Set(known) == ["rice", "pear"])
    #expect(try await mine.scope.interactions(of: guest, kinds: ["view"]).isEmpty)
    #expect(try await mine.scope.statedChoice(of: guest) == .none)
    #expect(try await mine.scope.statedChoice(of: member).avoids == ["milk"])
    #expect(try await pair.other.scope.interactions(of: guest, kinds: ["view"]).count == 1)

    try await mine.tell([.view(item: "plum")], by: guest)
    try await mine.transaction { try await $0.setPersonalisation(false, of: other) }
    #expect(try await mine.transaction { try await $0.join(guest, to: other) } == 0)
    #expect(try await mine.scope.interactions(of: other, kinds: ["view"]).isEmpty)
  }

  @Test(arguments: [
    "rice:ranking.3", "prd_1:x:needs.1", "a.b:together.12",
  ])
  func `an impression is read as it is written`(_ text: String) {
    #expect(Impression(text)?.description == text)
  }

  @Test(arguments: [
    "", "rice", ":ranking.1", "rice:ranking", "rice:ranking.0", "rice:ranking.-1", "rice:other.1",
    "rice:ranking.99999999999999999999", "rice.ranking:1",
  ])
  func `what is no impression is none`(_ text: String) { #expect(Impression(text) == nil) }
}

@Suite("A model in the shadow")
struct ShadowTests {
  private func trial(_ people: Int, own: Double, served: Double) -> ShadowTrial {
    ShadowTrial(
      people: people,
      recall: own,
      servedRecall: served,
      gain: own / 2,
      servedGain: served / 2,
      overlap: 0.5
    )
  }

  @Test(arguments: [
    (29, 0.5, 0.1, 0.0, ShadowRule.Verdict.wait), (0, 0.0, 0.0, 6.9, .wait),
    (0, 0.0, 0.0, 7.0, .promote), (30, 0.2, 0.1, 0.0, .promote), (30, 0.099, 0.1, 0.0, .promote),
    (30, 0.09, 0.1, 0.0, .reject), (30, 0.09, 0.1, 30.0, .reject), (30, 0, 0, 0.0, .promote),
  ])
  func `it serves when it is about as good to enough people`(
    _ people: Int,
    _ own: Double,
    _ served: Double,
    _ days: Double,
    _ verdict: ShadowRule.Verdict
  ) {
    let now = Date(timeIntervalSince1970: 1_000_000_000)
    let found = ShadowRule.verdict(
      on: trial(people, own: own, served: served),
      trainedAt: now - days * 86_400,
      now: now
    )
    #expect(found == verdict)
  }
}

@Suite("The need calendar", .tenantDatabase([RecommendModule.module]))
struct NeedCalendarTests {
  @Test func `families are counted by category and month, and what was foretold is checked`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let mine = pair.mine
    let shop = Recommender.selling([mine.id: nursery])
    #expect(try await shop.needCalendar(mine.scope) == nil)
    let now = mine.database.environment.now()
    var signals: [Signal] = []
    for number in 0..<60 {
      let person = mine.newPerson()
      // Half of them buy food every three weeks, the others toys every two months.
      let (item, cycle) = number % 2 == 0 ? ("rice", 21) : ("blocks", 60)
      for day in stride(from: 200 - number % cycle, to: 0, by: -cycle) {
        signals.append(
          Signal(
            id: .make(in: mine.database.environment),
            person: person,
            action: .purchase(item: item, quantity: 1, amount: 1_000),
            occurredAt: now - Double(day) * 86_400
          )
        )
      }
    }
    let late = try await mine.transaction { [signals] in try await $0.take(signals) }
    #expect(late.refused.values.allSatisfy { $0 == .tooLate } && !late.refused.isEmpty)
    let past = try await mine.transaction { [signals] in try await $0.takePast(signals) }
    #expect(past.taken + past.known == signals.count && past.refused.isEmpty)
    try await mine.train(shop)
    let calendar = try #require(try await shop.needCalendar(mine.scope))
    #expect(calendar.families == 60 && Set(calendar.entries.map(\.category)) == ["food", "toys"])
    for entry in calendar.entries {
      #expect(entry.months.count == 3 && entry.months == entry.months.sorted(by: >))
      let sum = entry.people.reduce(0) { $0 + $1.probability }
      #expect(abs(entry.expected - sum) < 1e-6 && entry.expected <= 60)
      #expect(entry.likely <= entry.people.count)
    }
    #expect(calendar.calibration.reduce(0) { $0 + $1.pairs } > 0)
    #expect(try #require(calendar.calibrationError) < 0.35)
    #expect(try await shop.needCalendar(pair.other.scope) == nil)
    let evaluation = try await shop.evaluate(mine.snapshot, mine.scope)
    #expect(evaluation.figures.contains { $0.name == "buyers" && $0.value == 60 })
    #expect(try await mine.scope.modelArtefacts().filter { $0.kind == "needs" }.count == 1)
  }
}

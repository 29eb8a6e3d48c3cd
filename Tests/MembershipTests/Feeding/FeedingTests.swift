import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
/// 21 September 2026, 09:15 in Shanghai.
private let now = Date(timeIntervalSince1970: 1_789_953_300)

private func feeding(_ hoursAgo: Double, _ meal: Feeding.Meal) -> Feeding {
  Feeding(fedAt: now - hoursAgo * 3_600, meal: meal)
}

@Suite("What a record of meals says")
struct FeedingRuleTests {
  @Test func `the sums of a day end at midnight of the merchant's clocks`() throws {
    let days = FeedingRule.days(
      of: [
        feeding(0, .breast(.left, minutes: 12)), feeding(3, .breast(.both, minutes: 20)),
        feeding(9, .formula(millilitres: 120)), feeding(10, .formula(millilitres: 90)),
        feeding(2, .solid(food: "米粉", isNew: true, reaction: nil)),
        feeding(1, .solid(food: "米粉", isNew: false, reaction: .rash)),
      ],
      in: shanghai
    )
    #expect(days.map(\.day.description) == ["2026-09-21", "2026-09-20"])
    let today = try #require(days.first)
    #expect(today.feeds == 2 && today.minutes == 32)
    #expect(today.bottles == 1 && today.millilitres == 120)
    #expect(today.foods == ["米粉"] && today.newFoods == ["米粉"])
    #expect(today.reactions.map(\.reaction) == [.rash])
    #expect(days[1].bottles == 1 && days[1].millilitres == 90 && days[1].feeds == 0)
  }

  @Test(
    arguments: [
      ([], nil), ([feeding(1, .breast(.left, minutes: 5))], .breast),
      ([feeding(1, .formula(millilitres: 90))], .formula),
      ([feeding(1, .formula(millilitres: 90)), feeding(2, .breast(.left, minutes: 5))], .mixed),
      (
        [
          feeding(1, .formula(millilitres: 90)),
          feeding(2, .solid(food: "米粉", isNew: true, reaction: nil)),
        ], .solids
      ), ([feeding(15 * 24, .formula(millilitres: 90))], nil),
    ] as [([Feeding], FeedingState?)]
  )
  func `how a child is fed is what two weeks say`(_ meals: [Feeding], _ state: FeedingState?) {
    #expect(FeedingRule.state(of: meals, at: now) == state)
  }
}

@Suite("The feeding record", .tenantDatabase([MembershipModule.module]))
struct FeedingTests {
  private func note(_ feeding: Feeding, of child: Child, _ member: MemberID, _ tenant: TestTenant)
    async throws
  {
    try await tenant.families {
      try await $0.noteFeeding(feeding, of: child.id, parent: member, for: $1, in: $2)
    }
  }

  @Test func `a meal is noted once, corrected and taken away`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-10", member)
    let all: [Feeding] = [
      feeding(1, .breast(.left, minutes: 12)), feeding(1, .formula(millilitres: 90)),
      feeding(1, .solid(food: "米粉", isNew: true, reaction: .rash)),
      feeding(1, .solid(food: "梨", isNew: false, reaction: nil)),
    ]
    for _ in 0..<2 { for meal in all { try await note(meal, of: child, member, tenant) } }
    let kept = try await tenant.scope.feedings(of: child.id, since: now - 86_400)
    #expect(Set(kept) == Set(all) && kept.count == 4)
    let corrected = feeding(1, .breast(.both, minutes: 20))
    try await note(corrected, of: child, member, tenant)
    for _ in 0..<2 {
      try await tenant.families {
        try await $0.removeFeeding(all[1], of: child.id, parent: member, in: $2)
      }
    }
    let left = try await tenant.scope.feedings(of: child.id, since: now - 86_400)
    #expect(Set(left) == [corrected, all[2], all[3]])
    #expect(try await pair.other.scope.feedings(of: child.id, since: .distantPast).isEmpty)
  }

  @Test func `what cannot be is refused, and so is another's child`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-09-10", member)
    let expected = try await tenant.expecting("2026-12-01", member)[0]
    for (meal, child) in [
      (feeding(1, .breast(.left, minutes: 0)), child),
      (feeding(1, .formula(millilitres: 501)), child),
      (feeding(1, .solid(food: "", isNew: false, reaction: nil)), child),
      (feeding(-1, .formula(millilitres: 90)), child),
      (feeding(24 * 30, .formula(millilitres: 90)), child),
      (feeding(1, .formula(millilitres: 90)), expected),
    ] {
      let refused = try await refusal { try await note(meal, of: child, member, tenant) }
      #expect(refused?.code == .feedingInvalid, "\(meal)")
    }
    let stranger = try await tenant.signIn("13900139000")
    let refused = try await refusal {
      try await note(feeding(1, .formula(millilitres: 90)), of: child, stranger, tenant)
    }
    #expect(refused?.code == .childNotFound)
  }

  @Test
  func `it goes out with the growth file, is told only with consent, and goes with the child`()
    async throws
  {
    let tenant = try await familyPair().mine
    let id = try await tenant.signIn()
    let child = try await tenant.child("2026-03-10", id)
    try await note(feeding(1, .formula(millilitres: 90)), of: child, id, tenant)
    let member = try #require(await tenant.scope.member(id))
    #expect(try await tenant.scope.feedingStates(of: member).isEmpty)
    try await tenant.agree(id, to: .personalisation)
    #expect(try await tenant.scope.feedingStates(of: member) == [.formula])
    let exported = try await tenant.families {
      try await $0.export(of: id, by: .shopper, in: $2)
    }
    #expect(exported.canonicalText.contains("\"millilitres\":90"))
    try await tenant.families { families, _, transaction in
      try await families.fallSilent(about: child.id, of: id, in: transaction)
    }
    #expect(try await tenant.scope.feedingStates(of: member).isEmpty)
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: child.id, by: id, in: $2)
    }
    #expect(try await tenant.scope.feedings(of: child.id, since: .distantPast).isEmpty)
  }
}

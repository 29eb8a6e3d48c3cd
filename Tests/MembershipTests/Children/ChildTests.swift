import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Children of a member", .tenantDatabase([MembershipModule.module]))
struct ChildTests {
  @Test func `twins are expected together and born on two days`() async throws {
    let pair = try await familyPair()
    let member = try await pair.mine.signIn()
    let twins = try await pair.mine.expecting("2026-09-25", member, count: 2)
    #expect(twins.count == 2 && twins[0].siblings == twins[1].siblings)

    for (twin, birth) in zip(twins, ["2026-09-20", "2026-09-21"]) {
      try await pair.mine.families {
        let form = BirthForm(birth: try day(birth), nickname: birth, sex: .female)
        try await $0.recordBirth(form, of: twin.id, parent: member, for: $1, in: $2)
      }
    }
    let born = try await pair.mine.children(member)
    #expect(born.map(\.nickname) == ["2026-09-20", "2026-09-21"])
    #expect(try born.allSatisfy { $0.stage(on: try day("2026-09-21")) == .newborn })
    #expect(try await pair.mine.events("membership.child_born") == 2)
  }

  @Test func `no child is kept without a guardian's yes to the present text`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let old = PregnancyForm(due: try day("2027-01-01"), consentVersion: "2019-01")
    let refused = try await refusal {
      try await tenant.families { _ = try await $0.expect(old, of: member, for: $1, in: $2) }
    }
    #expect(refused?.code == .guardianConsentNeeded)
    #expect(refused?.details["version"] == "2026-12")
    #expect(try await tenant.children(member) == [])
  }

  @Test func `the database itself refuses a child whose consent was not given for it`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-01", member)
    for isNext in [true, false] {
      await #expect(throws: (any Error).self) {
        try await tenant.transaction { transaction in
          try await transaction.insertForgery(of: child.id, isNext: isNext)
        }
      }
    }
  }

  @Test func `impossible dates name the field and the reason`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let future = try await refusal { _ = try await tenant.child("2026-09-22", member) }
    let past = try await refusal { _ = try await tenant.expecting("2026-09-06", member) }
    let far = try await refusal { _ = try await tenant.expecting("2027-07-19", member) }
    #expect(future?.code == .dateImpossible)
    #expect(future?.details == ["field": "birth", "reason": "birth_in_future"])
    #expect(past?.details == ["field": "due", "reason": "due_too_long_ago"])
    #expect(far?.details == ["field": "due", "reason": "due_too_far_ahead"])
    let many = try await refusal { _ = try await tenant.expecting("2026-12-01", member, count: 5) }
    #expect(many?.code == .childInvalid)
  }

  @Test func `today is the merchant's day, not the server's`() async throws {
    let tenant = try await familyPair().mine
    // 16:30 UTC is half past midnight in Shanghai.
    tenant.clock.advance(by: 7.25 * 3_600 + 8 * 3_600)
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-09-22", member)
    #expect(child.dates.birth == (try day("2026-09-22")))
  }

  @Test func `a birth that does not fit the due date is refused until the due date is corrected`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2027-03-01", member)[0]
    let birth = BirthForm(birth: try day("2026-09-20"))
    func tell() async throws -> MembershipRefusal? {
      try await refusal {
        _ = try await tenant.families {
          try await $0.recordBirth(birth, of: child.id, parent: member, for: $1, in: $2)
        }
      }
    }
    #expect(try await tell()?.details["reason"] == "birth_far_from_due")
    try await tenant.families {
      try await $0.changeDueDate(
        try day("2026-11-20"),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
    #expect(try await tell() == nil)
    let born = try await tenant.children(member)[0]
    #expect(StageRule.isPreterm(born.dates))
  }

  @Test func `nobody reaches another family's child`() async throws {
    let pair = try await familyPair()
    let (ada, lin) = (
      try await pair.mine.signIn(), try await pair.mine.signIn("13900139000")
    )
    let stranger = try await pair.other.signIn()
    let child = try await pair.mine.child("2026-03-01", ada)
    for (tenant, member) in [(pair.mine, lin), (pair.other, stranger)] {
      let refused = try await refusal {
        try await tenant.families {
          try await $0.fallSilent(about: child.id, of: member, in: $2)
        }
      }
      #expect(refused?.code == .childNotFound)
    }
  }

  @Test func `one quiet action stops reminders and stages, says no reason, and can be ended`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    let child = try await tenant.expecting("2027-01-01", member)[0]
    #expect(try await !tenant.scope.reminders(of: child.id).isEmpty)
    for _ in 0..<2 {
      try await tenant.families {
        try await $0.fallSilent(about: child.id, of: member, in: $2)
      }
    }
    #expect(try await tenant.scope.reminders(of: child.id) == [])
    #expect(try await tenant.events("membership.child_quiet") == 1)
    #expect(try await tenant.children(member)[0].stage(on: try day("2026-09-21")) == nil)
    tenant.clock.advance(by: 400 * 86_400)
    try await tenant.run("membership.turn_stages")
    try await tenant.run("membership.send_reminders")
    #expect(try await tenant.scope.stageTurns(of: child.id) == [])
    #expect(try await tenant.events("membership.reminder_due") == 0)
    let birth = BirthForm(birth: try day("2026-09-20"))
    let refused = try await refusal {
      _ = try await tenant.families {
        try await $0.recordBirth(birth, of: child.id, parent: member, for: $1, in: $2)
      }
    }
    #expect(refused?.code == .childQuiet)
    tenant.clock.advance(by: -400 * 86_400)
    try await tenant.families {
      try await $0.endSilence(about: child.id, of: member, for: $1, in: $2)
    }
    #expect(try await !tenant.scope.reminders(of: child.id).isEmpty)
  }
}

extension TenantTransaction {
  /// A second child under the consent that another one has, or under one that was never given.
  fileprivate func insertForgery(of child: ChildID, isNext: Bool) async throws {
    try await execute(
      """
      INSERT INTO membership.child
        (tenant_id, id, member_id, siblings, nickname, born_on, consent, added_at)
      SELECT tenant_id, \(environment.makeID()), member_id, siblings, '', born_on,
        consent + \(isNext ? 1 : 0), added_at
      FROM membership.child WHERE tenant_id = \(tenant) AND id = \(child)
      """
    )
  }
}

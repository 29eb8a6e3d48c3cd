import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Reminders", .tenantDatabase([MembershipModule.module]))
struct ReminderTests {
  private func topics(_ child: Child, _ tenant: TestTenant, _ state: Reminder.State) async throws
    -> [String]
  {
    try await tenant.scope.reminders(of: child.id).filter { $0.state == state }.map(\.topic)
  }

  @Test func `without consent nothing is planned, and a withdrawal ends it`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-31", member)[0]
    #expect(try await tenant.scope.reminders(of: child.id) == [])
    try await tenant.agree(member)
    try await tenant.families {
      try await $0.planReminders(of: child.id, parent: member, for: $1, in: $2)
    }
    #expect(try await topics(child, tenant, .planned).count == 8)
    try await tenant.families {
      try await $0.withdrawConsent(to: .reminders, by: member, in: $2)
    }
    #expect(try await tenant.scope.reminders(of: child.id) == [])
  }

  @Test func `what is due goes out once, two a day, and never at night`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    // Eight months old, and no dose noted: six vaccines are due at once.
    let child = try await tenant.child("2026-01-20", member, sex: nil)
    tenant.clock.advance(by: -4 * 3_600)
    try await tenant.run("membership.send_reminders")
    #expect(try await topics(child, tenant, .sent) == [])
    tenant.clock.advance(by: 6 * 3_600)
    for _ in 0..<2 { try await tenant.run("membership.send_reminders") }
    #expect(try await topics(child, tenant, .sent).count == 2)
    tenant.clock.advance(by: 86_400)
    try await tenant.run("membership.send_reminders")
    #expect(try await topics(child, tenant, .sent).count == 4)
    #expect(try await tenant.events("membership.reminder_due") == 4)
    #expect(try await pair.other.events("membership.reminder_due") == 0)
  }

  @Test func `a reminder reaches the family in the shop's words, unless it was silenced meanwhile`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn("13700137000")
    try await tenant.agree(member)
    let child = try await tenant.child("2026-07-20", member, sex: nil)
    let lost = try await tenant.expecting("2026-12-20", member)[0]
    let box = Postbox()
    let module = MembershipModule.module(messages: [BoxedMessages(channel: .phone, box: box)])
    tenant.clock.advance(by: 3_600)
    try await tenant.run("membership.send_reminders")
    let sent = try await topics(lost, tenant, .sent) + topics(child, tenant, .sent)
    #expect(sent.count == 2 && sent.contains { $0.hasPrefix("prenatal") })
    try await tenant.families {
      try await $0.fallSilent(about: lost.id, of: member, in: $2)
    }
    for _ in 0..<2 {
      _ = try await OutboxDrain(
        database: tenant.database,
        modules: [module],
        logger: .quiet
      ).deliverDue()
    }
    try await tenant.work(module)
    // The drain and the worker serve the other tests of the suite as well.
    let lines = await box.lines.filter { $0.hasPrefix("+8613700137000 ") }
    #expect(lines.count == 1)
    let line = lines.first ?? ""
    #expect(line.hasPrefix("+8613700137000 ada的店提醒：2026-09-21 起可接种百白破疫苗 1"), "\(lines)")
    #expect(!line.contains("豆豆"))
  }

  @Test func `a birth drops the checks and plans the vaccinations; a dose drops its own`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    let child = try await tenant.expecting("2026-09-25", member)[0]
    try await tenant.families {
      let birth = BirthForm(birth: try day("2026-09-20"))
      try await $0.recordBirth(birth, of: child.id, parent: member, for: $1, in: $2)
    }
    let planned = try await topics(child, tenant, .planned)
    #expect(planned.allSatisfy { $0.hasPrefix("vaccination:") } && planned.count == 20)
    tenant.clock.advance(by: 60 * 86_400)
    try await tenant.families {
      try await $0.noteVaccination(
        "HepB",
        dose: 2,
        on: try day("2026-10-20"),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
    #expect(try await !topics(child, tenant, .planned).contains("vaccination:HepB:2"))
    let wrong = try await refusal {
      try await tenant.families {
        try await $0.noteVaccination(
          "HepB",
          dose: 4,
          on: try day("2026-10-20"),
          of: child.id,
          parent: member,
          for: $1,
          in: $2
        )
      }
    }
    #expect(wrong?.details["fields"] == ["dose"])
  }

  @Test func `a family puts a reminder off, at most five times, or says that it is done`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    let child = try await tenant.expecting("2026-12-31", member)[0]
    func snooze() async throws -> MembershipRefusal? {
      try await refusal {
        try await tenant.families {
          try await $0.snooze(
            "prenatal:glucose",
            of: child.id,
            parent: member,
            days: 2,
            for: $1,
            in: $2
          )
        }
      }
    }
    for _ in 0..<5 { #expect(try await snooze() == nil) }
    #expect(try await snooze()?.code == .reminderNotFound)
    let put = try await tenant.scope.reminders(of: child.id).first {
      $0.topic == "prenatal:glucose"
    }
    #expect(put?.sendAt.timeIntervalSince(tenant.clock.now) ?? 0 > 86_400)
    try await tenant.families {
      try await $0.markDone("prenatal:glucose", of: child.id, parent: member, in: $2)
    }
    try await tenant.families {
      try await $0.planReminders(of: child.id, parent: member, for: $1, in: $2)
    }
    #expect(try await topics(child, tenant, .done) == ["prenatal:glucose"])
  }
}

import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  @discardableResult
  fileprivate func note(_ draft: InterviewDraft) async throws -> InterviewID {
    try await transaction {
      try await InterviewNotes().note(draft, by: "mei", for: snapshot, in: $0)
    }
  }

  fileprivate func theme(_ title: String) async throws -> FeedbackThemeID {
    try await transaction {
      try await FeedbackTheme.open(
        title,
        heardIn: .interview,
        note: "",
        by: .staff("mei"),
        in: $0
      )
    }
  }
}

@Suite("Notes of talks", .tenantDatabase([MembershipModule.module]))
struct InterviewTests {
  @Test func `a talk is noted with who asked whom, when, with which consent and which themes`()
    async throws
  {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let theme = try await tenant.theme("价格")
    let draft = InterviewDraft(
      member: member,
      day: try day("2026-09-20"),
      consent: "口头同意",
      note: "太贵了",
      themes: [theme]
    )
    let id = try await tenant.note(draft)
    var guest = draft
    guest.member = nil
    guest.person = "门店顾客"
    guest.themes = []
    try await tenant.note(guest)
    let talks = try await tenant.scope.interviews()
    let talk = try #require(talks.first { $0.id == id })
    #expect(talk.member == member && talk.askedBy == "mei" && talk.day == draft.day)
    #expect(talk.consent == "口头同意" && talk.note == "太贵了" && talk.themes == [theme])
    #expect(talks.contains { $0.member == nil && $0.person == "门店顾客" })
    let report = try await Voices(tenant.snapshot).reports(in: tenant.scope)
    #expect(report.map(\.interviews) == [1])
    #expect(try await pair.other.scope.interviews().isEmpty)
    for _ in 0..<2 {
      try await tenant.transaction {
        try await InterviewNotes().delete(id, by: .staff("mei"), in: $0)
      }
    }
    #expect(try await tenant.scope.interviews().count == 1)
    let trail = try await tenant.scope.auditEntries(of: id.description)
    #expect(trail.map(\.action) == ["membership.interview_deleted", "membership.interview_noted"])
  }

  @Test func `without a consent, with a day to come or a theme of nobody's nothing is noted`()
    async throws
  {
    let pair = try await familyPair()
    let tenant = pair.mine
    let good = InterviewDraft(
      person: "顾客",
      day: try day("2026-09-21"),
      consent: "书面同意",
      note: "好"
    )
    var drafts = Array(repeating: good, count: 4)
    drafts[0].consent = ""
    drafts[1].day = try day("2026-09-22")
    drafts[2].person = ""
    drafts[3].themes = [try await pair.other.theme("别家")]
    for draft in drafts {
      let refused = try await refusal { try await tenant.note(draft) }
      #expect(refused?.code == .interviewInvalid, "\(draft)")
    }
    var stranger = good
    stranger.member = try await pair.other.signIn()
    #expect(try await refusal { try await tenant.note(stranger) }?.code == .memberNotFound)
    #expect(try await tenant.scope.interviews().isEmpty)
  }

  @Test func `what a member said goes out with her data and goes when she goes`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.note(
      InterviewDraft(
        member: member,
        day: try day("2026-09-20"),
        consent: "口头同意",
        note: "太贵了"
      )
    )
    let exported = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    #expect("\(exported["interviews"] ?? .null)".contains("太贵了"))
    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await tenant.scope.interviews().isEmpty)
  }
}

@Suite("Friction and themes", .tenantDatabase([MembershipModule.module]))
struct FrictionTests {
  private let skipped = FrictionSignal.Sign(kind: .skippedBox, subject: "growth:newborn")

  private func skip(_ tenant: TestTenant, days: Int) async throws {
    let program = try tenant.boxes()
    let member = tenant.member()
    let id = try await tenant.transaction { transaction in
      try await program.subscribe(
        member,
        to: "growth",
        on: CalendarDate(tenant.clock.now + Double(days) * 86_400, in: tenant.snapshot.timeZone),
        address: "1 Lake Road",
        in: transaction
      )
    }
    try await program.advance(
      id,
      on: tenant.database,
      of: tenant.id,
      charging: BookedProvider()
    )
    try await tenant.transaction {
      try await program.change(id, of: member, .skip, in: $0)
    }
  }

  @Test func `boxes that are skipped, unpaid or cancelled are signs, of one merchant alone`()
    async throws
  {
    let pair = try await familyPair(valueSettings)
    let tenant = pair.mine
    for _ in 0..<2 { try await skip(tenant, days: 2) }
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    provider.mood = .refuses
    let unpaid = try await tenant.subscribe(tenant.member())
    try await program.advance(unpaid, on: tenant.database, of: tenant.id, charging: provider)
    let leaver = tenant.member()
    let left = try await tenant.subscribe(leaver)
    _ = try await tenant.transaction {
      try await program.cancel(left, of: leaver, reason: "too_dear", in: $0)
    }
    tenant.wait(days: 4)
    let other = FrictionSignal(kind: .abandonedCart, subject: "SOAP-1", count: 9, people: 8)
    let now = tenant.clock.now
    let voices = Voices(tenant.snapshot, others: { _, _, _ in [other] })
    let signals = try await voices.signals(from: now - 7 * 86_400, until: now, in: tenant.scope)
    #expect(
      signals == [
        FrictionSignal(kind: .skippedBox, subject: "growth:newborn", count: 2, people: 2),
        FrictionSignal(kind: .unpaidBox, subject: "growth:newborn", count: 1, people: 1),
        FrictionSignal(kind: .cancelledBoxes, subject: "too_dear", count: 1, people: 1), other,
      ]
    )
    let before = try await voices.signals(
      from: now - 30 * 86_400,
      until: now - 20 * 86_400,
      in: tenant.scope
    )
    #expect(before == [other])
    let neighbours = try await Voices(pair.other.snapshot)
      .signals(from: now - 7 * 86_400, until: now, in: pair.other.scope)
    #expect(neighbours.isEmpty)
  }

  @Test func `a release is judged by its signs before it and in as many days since`() async throws {
    let pair = try await familyPair(valueSettings)
    let tenant = pair.mine
    let theme = try await tenant.theme("盒子不合适")
    for _ in 0..<2 {
      try await tenant.transaction {
        try await Voices.tie(skipped, to: theme, by: .staff("mei"), in: $0)
      }
    }
    #expect(try await tenant.scope.auditEntries(of: theme.description).count == 2)
    for _ in 0..<3 { try await skip(tenant, days: 1) }
    tenant.wait(days: 3)
    let voices = Voices(tenant.snapshot)
    let open = try await voices.reports(in: tenant.scope)
    #expect(open.map { $0.signs.map(\.sign) } == [[skipped]])
    #expect(open.first?.signs.map(\.before) == [3] && open.first?.signs.map(\.since) == [nil])
    try await tenant.transaction {
      try await FeedbackTheme.answer(theme, in: "1.2", by: .staff("mei"), in: $0)
    }
    tenant.wait(days: 1)
    try await skip(tenant, days: 1)
    tenant.wait(days: 4)
    let answered = try await voices.reports(in: tenant.scope)
    #expect(answered.first?.signs.map(\.before) == [3] && answered.first?.signs.map(\.since) == [1])
    #expect(answered.first?.theme.answeredIn == "1.2")
    let nobody = try await refusal {
      try await pair.other.transaction {
        try await Voices.tie(skipped, to: theme, by: .staff("mei"), in: $0)
      }
    }
    #expect(nobody?.code == .feedbackInvalid)
  }
}

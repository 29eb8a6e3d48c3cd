import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// Does everything that a family can do, so that every table has rows and every query has run.
private func exercise(_ tenant: TestTenant) async throws {
  let member = try await tenant.signIn()
  let mail = try await tenant.signIn("lin@example.com", .email)
  let third = try await tenant.signIn("13900139000")
  for purpose in [ConsentPurpose.reminders, .marketing, .personalisation] {
    try await tenant.agree(member, to: purpose)
  }
  try await grow(tenant, member)
  try await wait(tenant, member)
  try await tenant.families { families, _, transaction in
    try await families.rename(member, to: "林", in: transaction)
    for tag in ["老客", "双胞胎"] {
      try await families.tag(member, with: tag, by: .admin("ada"), in: transaction)
    }
    try await families.untag("双胞胎", from: member, by: .admin("ada"), in: transaction)
    try await families.merge(mail, into: third, by: .admin("ada"), in: transaction)
    try await families.merge(third, into: member, by: .admin("ada"), in: transaction)
    try await families.unmerge(third, by: .admin("ada"), in: transaction)
    _ = try await families.export(of: member, by: .shopper, in: transaction)
    try await families.erase(third, by: .shopper, in: transaction)
  }
  try await orderFromSession(tenant, member)
  var query = MemberListQuery()
  query.tag = "老客"
  query.stage = .infant
  query.limit = 1
  query.before = MemberID.make(in: tenant.database.environment)
  _ = try await tenant.scope.members(query)
  _ = try await tenant.scope.memberCount(query)
  try await think(tenant, member)
  try await signInOut(tenant, member)
  try await tenant.run("membership.forget_codes")
  try await askMembers(tenant, member)
  try await payProviders(tenant)
}

/// A survey that a member answers.
private func askMembers(_ tenant: TestTenant, _ id: MemberID) async throws {
  // Nobody who wants silence is asked anything.
  let member = try await tenant.signIn("13600136000")
  let plan = SurveyPlan(
    code: "all",
    title: "全部",
    after: .order(days: 0),
    questions: [SurveyQuestion(.scale, "好吗？"), SurveyQuestion(.words, "还有呢？")]
  )
  let program = SurveyProgram()
  try await tenant.transaction { transaction in
    try await program.start(plan, by: .staff("mei"), in: transaction)
    let order = PaidOrder(
      order: UUID(),
      member: member,
      amount: tenant.money(100),
      paidAt: transaction.environment.now(),
      returnEnds: transaction.environment.now()
    )
    try await tenant.values.orderPaid(order, in: transaction)
    let answers = [SurveyAnswer(1, choice: 4), SurveyAnswer(2, words: "好")]
    try await program.answer("all", answers, by: member, in: transaction)
    try await program.end("all", by: .staff("mei"), in: transaction)
  }
  _ = try await tenant.scope.surveys()
  #expect(try await tenant.scope.surveyCounts(of: "all").count == 1)
  #expect(try await tenant.scope.surveyWords(of: "all") == ["好"])
}

/// What a provider is owed for the month before, settled and paid.
private func payProviders(_ tenant: TestTenant) async throws {
  tenant.clock.advance(by: 20 * 86_400)
  let program = try #require(PackProgram(of: tenant.snapshot))
  let month = program.monthStart(of: tenant.clock.now)
  let debts = try await tenant.scope.providerDebts(before: month)
  let owed = try #require(debts.first)
  try await tenant.transaction { transaction in
    let id = try await program.settle(owed.provider, by: .staff("mei"), in: transaction)
    for _ in 0..<2 {
      let settled = try #require(id)
      try await program.notePaid(settled, reference: "B-1", by: .staff("mei"), in: transaction)
    }
  }
  #expect(try await tenant.scope.providerSettlements().count == 1)
}

/// A pack that is opened, used and turned at the birth.
private func packUp(_ tenant: TestTenant, _ id: MemberID) async throws {
  let child = try await tenant.expecting("2026-10-01", id)[0]
  let program = try #require(PackProgram(of: tenant.snapshot))
  try await tenant.transaction { transaction in
    let pack = try await program.open(
      "pregnancy",
      for: id,
      child: child.id,
      key: "own",
      in: transaction
    )
    _ = try await program.open("pregnancy", for: id, child: child.id, key: "own", in: transaction)
    let order = UUID()
    try await transaction.lockBought(with: order)
    for pieces in [2, 1] {
      try await program.settle(
        "parenting",
        boughtWith: order,
        pieces: pieces,
        by: id,
        paidEach: tenant.money(100),
        in: transaction
      )
    }
    #expect(try await transaction.packsBought(with: order).map(\.count) == [2])
    for _ in 0..<2 {
      _ = try await program.use(
        "midwife",
        of: pack,
        by: id,
        key: "a",
        noted: .staff("mei"),
        in: transaction
      )
    }
  }
  try await tenant.transaction { transaction in
    let services = try Entitlements(of: tenant.snapshot)
    for _ in 0..<2 {
      _ = try await services.use("midwife", of: id, key: "b", by: .staff("mei"), in: transaction)
    }
  }
  try await tenant.families { families, snapshot, transaction in
    for items in [["papers"], []] as [Set<String>] {
      try await families.packBirthBag(items, of: child.id, parent: id, in: transaction)
    }
    try await families.packBirthBag(["nappies"], of: child.id, parent: id, in: transaction)
    let birth = BirthForm(birth: try day("2026-09-20"), sex: .male)
    try await families.recordBirth(
      birth,
      of: child.id,
      parent: id,
      for: snapshot,
      in: transaction
    )
  }
  for purpose in [ConsentPurpose.reminders, .personalisation] {
    try await tenant.agree(id, to: purpose)
  }
  try await tenant.families { families, snapshot, transaction in
    let goods = [BoughtGoods(categories: ["diapers"], pieces: 1)]
    let orders = [UUID(), UUID()]
    for order in orders {
      try await families.noteBought(goods, in: order, by: id, for: snapshot, in: transaction)
    }
    try await families.forgetBought(in: orders[0], by: id, for: snapshot, in: transaction)
  }
  let member = try #require(await tenant.scope.member(id))
  let packs = try await tenant.scope.servicePacks(of: member)
  _ = try await tenant.scope.serviceAllowances(of: packs.map(\.id))
  _ = try await tenant.scope.serviceUses(from: .distantPast, until: tenant.clock.now)
  _ = try await tenant.scope.paidTerms(of: member)
  _ = try await tenant.scope.uses(of: .freeReturn, by: member, in: 2026)
}

/// An answer that is changed, and a theme that a release answers.
private func think(_ tenant: TestTenant, _ id: MemberID) async throws {
  let start = tenant.clock.now.addingTimeInterval(-1)
  try await tenant.families { families, _, transaction in
    for score in [3, 9] {
      try await families.giveFeedback(score, [.price], comment: "好", by: id, in: transaction)
    }
    let theme = try await FeedbackTheme.open(
      "价格",
      heardIn: .survey,
      note: "",
      by: .staff("mei"),
      in: transaction
    )
    try await FeedbackTheme.answer(theme, in: "1.0", by: .staff("mei"), in: transaction)
    let sign = FrictionSignal.Sign(kind: .skippedBox, subject: "growth:newborn")
    try await Voices.tie(sign, to: theme, by: .staff("mei"), in: transaction)
    for isKept in [true, false] {
      let talk = try await InterviewNotes().note(
        InterviewDraft(
          member: id,
          day: tenant.today,
          consent: "口头",
          note: "好",
          themes: [theme]
        ),
        by: "mei",
        for: tenant.snapshot,
        in: transaction
      )
      if !isKept { try await InterviewNotes().delete(talk, by: .staff("mei"), in: transaction) }
    }
  }
  #expect(try await tenant.scope.interviews().count == 1)
  #expect(try await Voices(tenant.snapshot).reports(in: tenant.scope).map(\.interviews) == [1])
  _ = try await tenant.families { try await $0.export(of: id, by: .shopper, in: $2) }
  try await tenant.agree(id, to: .marketing)
  let groups = ContactGroups()
  try await tenant.transaction { transaction in
    for code in ["mums", "old"] {
      try await groups.keep(
        code,
        name: "群",
        kind: .wechat,
        keeper: "mei",
        by: .staff("mei"),
        in: transaction
      )
    }
    try await groups.put(id, into: "mums", by: .staff("mei"), in: transaction)
    for isInside in [true, false] {
      try await groups.put(id, into: "old", isInside, by: .staff("mei"), in: transaction)
    }
    try await groups.close("old", by: .staff("mei"), in: transaction)
    let plan = CampaignPlan(
      code: "all",
      name: "全部",
      segment: MemberSegment(group: "mums"),
      message: "好",
      holdoutPercent: 0,
      steps: [CampaignStep(afterDays: 1, message: "更好")],
      sends: true,
      asks: true
    )
    try await CampaignProgram().start(plan, by: .staff("mei"), in: transaction)
  }
  try await tellGroup(tenant)
  try await tenant.agree(id, to: .marketing)
  try await tenant.run("membership.run_campaigns")
  tenant.clock.advance(by: 86_400)
  try await tenant.run("membership.run_campaigns")
  let provider = BoxedMessages(channel: .phone, box: Postbox())
  let module = MembershipModule.module(messages: [provider])
  _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
    .deliverDue()
  try await tenant.work(module)
  #expect(try await tenant.scope.messagesHanded(of: "all") > 0)
  #expect(try await tenant.scope.contactGroups().count == 3)
  #expect(try await tenant.scope.contactTasks(of: "mei").map(\.keeper) == ["mei"])
  try await tenant.transaction { transaction in
    for _ in 0..<2 {
      try await ContactTask.close("all", id, as: .reached, by: "mei", in: transaction)
    }
  }
  tenant.clock.advance(by: -86_400)
  try await tenant.transaction {
    try await CampaignProgram().end("all", by: .staff("mei"), in: $0)
  }
  try await packUp(tenant, id)
  _ = try await tenant.scope.size(
    of: MemberSegment(stage: .infant, tag: "老客", habit: .never, joinedDays: 9)
  )
  _ = try await tenant.scope.outcomes(of: "all")
  let member = try #require(await tenant.scope.member(id))
  _ = try await tenant.scope.campaignMessages(to: member)
  _ = try await tenant.scope.mayAskForFeedback(member)
  _ = try await tenant.scope.feedback(since: start)
  _ = try await tenant.scope.feedbackScores(since: start)
  _ = try await tenant.scope.feedbackThemes()
}

/// One device that stays signed in, and two that do not.
private func signInOut(_ tenant: TestTenant, _ member: MemberID) async throws {
  let environment = tenant.database.environment
  let sessions = (0..<3).map { _ in SessionID.make(in: environment) }
  try await tenant.transaction { transaction in
    for session in sessions {
      try await Families().signIn(member, on: session, in: transaction)
    }
    try await Families().signOut(sessions[1], in: transaction)
    let leaver = try await Families().enter(.phone, "+8613700137000", in: transaction).member
    try await Families().signIn(leaver, on: sessions[2], in: transaction)
    try await Families().erase(leaver, by: .shopper, in: transaction)
  }
  #expect(try await tenant.scope.memberSignedIn(on: sessions[0]) == member)
  #expect(try await tenant.scope.memberSignedIn(on: sessions[1]) == nil)
  #expect(try await tenant.scope.memberSignedIn(on: sessions[2]) == nil)
}

/// A member who signs in on a session and orders from it.
private func orderFromSession(_ tenant: TestTenant, _ member: MemberID) async throws {
  let session = SessionID.make(in: tenant.database.environment)
  let checkout = try CheckoutProgram(tenant.snapshot)
  let order = tenant.database.environment.makeID()
  try await tenant.transaction { transaction in
    try await Families().signIn(member, on: session, in: transaction)
    try await checkout.choose(CheckoutChoice(points: 5), on: session, in: transaction)
    _ = try await checkout.offers(
      to: session,
      goods: tenant.money(100),
      freight: tenant.money(100),
      in: transaction
    )
    try await checkout.place(order, from: session, taking: [], in: transaction)
    _ = try await checkout.priceLevel(on: session, in: transaction)
    let now = transaction.environment.now()
    _ = try await checkout.shopper(
      on: session,
      day: CalendarDate(now, in: tenant.snapshot.timeZone),
      in: transaction
    )
    _ = try await transaction.member(ofPlacedOrder: order)
    _ = try await transaction.isPaidOrder(order)
    let today = CalendarDate(transaction.environment.now(), in: tenant.snapshot.timeZone)
    _ = try await transaction.familyFacts(of: member, on: today)
    _ = try await transaction.couponsToShow(to: member, on: today)
  }
}

/// A born child with a whole growth file, whose stages turn.
private func grow(_ tenant: TestTenant, _ member: MemberID) async throws {
  let child = try await tenant.child("2026-06-20", member)
  let measures = GrowthMeasures(
    grams: 5_800,
    millimetres: 600,
    posture: .lying,
    headMillimetres: 395
  )
  for (text, measures) in [("2026-09-01", measures), ("2026-09-02", measures), ("2026-09-02", nil)]
  {
    try await tenant.families {
      try await $0.noteGrowth(
        measures,
        on: try day(text),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
  }
  let now = tenant.clock.now
  for meal in [Feeding.Meal.formula(millilitres: 90), .breast(.left, minutes: 9)] {
    try await tenant.families {
      try await $0.noteFeeding(
        Feeding(fedAt: now, meal: meal),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
  }
  try await tenant.families {
    try await $0.removeFeeding(
      Feeding(fedAt: now, meal: .formula(millilitres: 90)),
      of: child.id,
      parent: member,
      in: $2
    )
  }
  _ = try await tenant.scope.feedings(of: child.id, since: .distantPast)
  let parent = try #require(await tenant.scope.member(member))
  _ = try await tenant.scope.feedingStates(of: parent)
  for given in [try day("2026-06-20"), nil, try day("2026-06-21")] {
    try await tenant.families {
      try await $0.noteVaccination(
        "HepB",
        dose: 1,
        on: given,
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
  }
  try await tenant.families {
    try await $0.noteMilestone(
      "sitting",
      on: try day("2026-09-10"),
      of: child.id,
      parent: member,
      for: $1,
      in: $2
    )
  }
  try await tenant.run("membership.turn_stages")
  try await tenant.run("membership.send_reminders")
}

/// Twins who are expected, one of whom is born, one is not spoken of any more, and others leave.
private func wait(_ tenant: TestTenant, _ member: MemberID) async throws {
  let twins = try await tenant.expecting("2026-09-25", member, count: 4)
  try await tenant.families { families, snapshot, transaction in
    let birth = BirthForm(birth: try day("2026-09-20"), sex: .male)
    try await families.recordBirth(
      birth,
      of: twins[0].id,
      parent: member,
      for: snapshot,
      in: transaction
    )
    try await families.changeDueDate(
      try day("2026-09-28"),
      of: twins[1].id,
      parent: member,
      for: snapshot,
      in: transaction
    )
    try await families.fallSilent(about: twins[1].id, of: member, in: transaction)
    try await families.endSilence(
      about: twins[1].id,
      of: member,
      for: snapshot,
      in: transaction
    )
    try await families.snooze(
      "prenatal:week-40",
      of: twins[2].id,
      parent: member,
      days: 2,
      for: snapshot,
      in: transaction
    )
    try await families.markDone(
      "prenatal:week-41",
      of: twins[2].id,
      parent: member,
      in: transaction
    )
    try await families.withdrawGuardianConsent(for: twins[3].id, by: member, in: transaction)
    try await families.withdrawConsent(to: .marketing, by: member, in: transaction)
  }
  try await tenant.families {
    try await $0.withdrawConsent(to: .reminders, by: member, in: $2)
  }
  try await tenant.agree(member)
  try await tenant.families {
    try await $0.planReminders(of: twins[2].id, parent: member, for: $1, in: $2)
  }
}

@Suite("Isolation of families", .tenantDatabase([MembershipModule.module]))
struct FamilyIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await familyPair(channelSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)

    #expect(findings.filter { $0.subject.hasPrefix("membership.") && !isOfValues($0) } == [])
  }

  @Test func `no query reaches another tenant under a role that no policy binds`() async throws {
    let pair = try await familyPair(channelSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)

    #expect(findings.isEmpty, "\(findings)")
    let ran = suite.functions.filter { $0.hasPrefix("Membership/") }
    #expect(ran.count >= 49, "\(ran.count) \(ran.sorted())")
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [MembershipModule.module])
  }
}

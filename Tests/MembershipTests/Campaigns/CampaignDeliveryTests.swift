import Foundation
import Membership
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Keeps offers apart from other messages, and fails as it is told.
private final class OfferBox: MessageProvider {
  enum Mood { case takes, refuses, saysNothing }
  struct Refused: UntakenMessage { let mayRepeat = true }
  struct Silent: Error {}

  let channel = ContactChannel.phone
  private let state = Mutex<(mood: Mood, offers: [String])>((.takes, []))

  var offers: [String] { state.withLock { $0.offers } }
  func turn(_ mood: Mood) { state.withLock { $0.mood = mood } }

  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {}

  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {}

  func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try state.withLock { state in
      if case .refuses = state.mood { throw Refused() }
      state.offers.append("\(address.suffix(2)) \(text)")
      if case .saysNothing = state.mood { throw Silent() }
    }
  }
}

// One after the other: a drain serves all tenants of the database.
@Suite("Messages of campaigns", .serialized, .tenantDatabase([MembershipModule.module]))
struct CampaignDeliveryTests {
  private let box = OfferBox()
  private var module: TenantModule { MembershipModule.module(messages: [box]) }

  /// A member who agreed to offers, at 10:15 in Shanghai.
  private func agreed(_ phone: String, at tenant: TestTenant) async throws -> MemberID {
    let member = try await tenant.signIn(phone)
    try await tenant.agree(member, to: .marketing)
    return member
  }

  private func start(_ code: String, _ tenant: TestTenant, steps: [CampaignStep] = []) async throws
  {
    let plan = CampaignPlan(
      code: code,
      name: code,
      segment: MemberSegment(joinedDays: 30),
      message: "\(code)!",
      holdoutPercent: 0,
      steps: steps,
      sends: true
    )
    try await tenant.transaction {
      try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.scope.campaign(code)?.plan == plan)
  }

  /// Lets a quarter of an hour pass, and everything happen that is due then, twice.
  private func pass(_ hours: Double, _ tenant: TestTenant, by sending: TenantModule? = nil)
    async throws
  {
    let sender = sending ?? module
    tenant.clock.advance(by: hours * 3_600)
    for _ in 0..<2 {
      try await tenant.run("membership.run_campaigns")
      _ = try await OutboxDrain(database: tenant.database, modules: [sender], logger: .quiet)
        .deliverDue()
      try await tenant.work(sender)
    }
  }

  @Test func `what a campaign says goes out once for each step, by day, to who agreed`()
    async throws
  {
    let pair = try await familyPair()
    let tenant = pair.mine
    _ = try await tenant.signIn("13800138091")
    let ada = try await agreed("13800138092", at: tenant)
    let bea = try await agreed("13800138093", at: tenant)
    _ = try await agreed("13800138094", at: pair.other)
    try await start(
      "welcome",
      tenant,
      steps: [
        CampaignStep(afterDays: 1, message: "one"), CampaignStep(afterDays: 9, message: "nine"),
      ]
    )
    // 22:15, and then the next morning.
    try await pass(13, tenant)
    #expect(box.offers.isEmpty, "nobody is woken")
    try await pass(11, tenant)
    #expect(box.offers.sorted() == ["92 welcome!", "93 welcome!"])
    try await tenant.families {
      try await $0.withdrawConsent(to: .marketing, by: bea, in: $2)
    }
    try await pass(24, tenant)
    #expect(box.offers.sorted() == ["92 one", "92 welcome!", "93 welcome!"])
    try await pass(24 * 9, tenant)
    #expect(box.offers.count { $0 == "92 nine" } == 1 && box.offers.count == 4)
    #expect(try await tenant.scope.messagesHanded(of: "welcome") == 3, "hers went with her consent")
    #expect(try await pair.other.scope.messagesHanded(of: "welcome") == 0)
    try await tenant.families { try await $0.erase(ada, by: .shopper, in: $2) }
    #expect(try await tenant.scope.messagesHanded(of: "welcome") == 0)
  }

  @Test func `an order, silence, the end of a campaign or of the consent drop what was on its way`()
    async throws
  {
    let tenant = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    ).mine
    var members: [MemberID] = []
    for number in 0..<4 { members.append(try await agreed("1380013810\(number)", at: tenant)) }
    let child = try await tenant.expecting("2026-12-20", members[1])[0]
    try await start("soon", tenant)
    // Asked for at night, so that it waits.
    tenant.clock.advance(by: 14 * 3_600)
    try await pass(0, tenant)
    tenant.clock.advance(by: 60)
    try await tenant.pay(10_000, by: members[0])
    try await tenant.families {
      try await $0.fallSilent(about: child.id, of: members[1], in: $2)
      try await $0.withdrawConsent(to: .marketing, by: members[2], in: $2)
    }
    try await pass(12, tenant)
    #expect(box.offers == ["03 soon!"])
    try await start("next", tenant)
    tenant.clock.advance(by: 12 * 3_600)
    try await pass(0, tenant)
    try await tenant.transaction {
      try await CampaignProgram().end("next", by: .staff("mei"), in: $0)
    }
    try await pass(24, tenant)
    #expect(box.offers == ["03 soon!"])
  }

  @Test func `several campaigns say one thing a day and two a week`() async throws {
    let tenant = try await familyPair().mine
    _ = try await agreed("13800138095", at: tenant)
    for code in ["aa", "bb", "cc"] { try await start(code, tenant) }
    var counts: [Int] = []
    for _ in 0..<9 {
      try await pass(24, tenant)
      counts.append(box.offers.count)
    }
    #expect(counts == [1, 2, 2, 2, 2, 2, 2, 3, 3])
    #expect(Set(box.offers) == ["95 aa!", "95 bb!", "95 cc!"])
  }

  @Test func `what was refused for certain goes out later, what may have gone out does not`()
    async throws
  {
    let tenant = try await familyPair().mine
    _ = try await agreed("13800138096", at: tenant)
    try await start("once", tenant)
    box.turn(.refuses)
    try await pass(1, tenant)
    #expect(try await tenant.scope.messagesHanded(of: "once") == 0)
    box.turn(.saysNothing)
    for _ in 0..<4 { try await pass(1, tenant) }
    #expect(box.offers == ["96 once!"])
  }

  @Test func `an account without a template for offers sends none, and counts none`() async throws {
    let tenant = try await familyPair().mine
    _ = try await agreed("13800138097", at: tenant)
    try await start("bare", tenant)
    let bare = AliyunMessages(
      account: AliyunAccount(
        keyID: "k",
        secret: Secret([1]),
        signName: "暖芽",
        codeTemplate: "SMS_1",
        reminderTemplate: "SMS_2"
      ),
      http: OutboundHTTP { _ in OutboundResponse(status: 200, body: []) }
    )
    try await pass(1, tenant, by: MembershipModule.module(messages: [bare]))
    #expect(try await tenant.scope.messagesHanded(of: "bare") == 0)
    // A day later there is one, and the week's offers are not used up.
    try await start("next", tenant)
    try await pass(1, tenant)
    #expect(box.offers == ["97 next!"])
  }

  private static let base = Date(timeIntervalSince1970: 1_789_956_900)

  /// Hours before 10:15 on 21 September 2026 in Shanghai at which offers and reminders went out, the hour
  /// of asking, and the hours that an offer waits.
  @Test(
    arguments: [
      ([], [], 0, 0.0), ([], [], 11, 11.75), ([], [], -3, 1.75), ([2], [], 0, 22.75),
      ([26], [], 0, 0), ([26, 50], [], 0, 22.75), ([26, 200], [], 0, 0), ([], [1], 0, 0),
      ([], [1, 1], 0, 22.75), ([], [30, 30], 0, 0),
    ] as [([Double], [Double], Double, Double)]
  )
  func `offers wait for the day and for their turn`(
    _ offers: [Double],
    _ reminders: [Double],
    _ hour: Double,
    _ waits: Double
  ) throws {
    func before(_ hours: Double) -> Date { Self.base.addingTimeInterval(-hours * 3_600) }
    let now = Self.base.addingTimeInterval(hour * 3_600)
    let wait = OfferPaceRule.wait(
      offers: offers.map(before),
      reminders: reminders.map(before),
      now: now,
      pace: ReminderPace(leadDays: 3, fromHour: 9, untilHour: 20, perDay: 2, perWeek: 5),
      zone: try #require(TimeZone(identifier: "Asia/Shanghai"))
    )
    #expect((wait ?? now).timeIntervalSince(now) == waits * 3_600)
  }
}

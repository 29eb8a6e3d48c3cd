import Foundation
import Membership
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A provider that fails as it is told.
private final class MoodyMessages: MessageProvider {
  enum Mood: Sendable {
    case takes
    case refuses
    case saysNothing
  }

  struct Refused: UntakenMessage { let mayRepeat = true }
  struct Silent: Error {}

  let channel = ContactChannel.phone
  private let state = Mutex<(mood: Mood, taken: Int)>((.takes, 0))

  init(_ mood: Mood) { state.withLock { $0.mood = mood } }

  var mood: Mood {
    get { state.withLock { $0.mood } }
    set { state.withLock { $0.mood = newValue } }
  }
  /// How many messages went out.
  var taken: Int { state.withLock { $0.taken } }

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
  ) async throws {
    try state.withLock { state in
      if case .refuses = state.mood { throw Refused() }
      state.taken += 1
      if case .saysNothing = state.mood { throw Silent() }
    }
  }
}

@Suite("Handing reminders over", .serialized, .tenantDatabase([MembershipModule.module]))
struct ReminderDeliveryTests {
  /// A family with one reminder that was noted as sent, in the queue of its delivery.
  private func sent(_ messages: MoodyMessages) async throws -> (TestTenant, TenantModule) {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    _ = try await tenant.child("2026-07-20", member, sex: nil)
    tenant.clock.advance(by: 3_600)
    try await tenant.run("membership.send_reminders")
    let module = MembershipModule.module(messages: [messages])
    _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
      .deliverDue()
    return (tenant, module)
  }

  @Test func `what may have gone out does not go out again`() async throws {
    let messages = MoodyMessages(.saysNothing)
    let (tenant, module) = try await sent(messages)
    let due = try await tenant.events("membership.reminder_due")
    for _ in 0..<4 {
      try await tenant.work(module)
      tenant.clock.advance(by: 1_800)
    }
    #expect(due > 0 && messages.taken == due)
  }

  @Test func `what was refused for certain goes out once it is taken`() async throws {
    let messages = MoodyMessages(.refuses)
    let (tenant, module) = try await sent(messages)
    let due = try await tenant.events("membership.reminder_due")
    try await tenant.work(module)
    #expect(messages.taken == 0)
    messages.mood = .takes
    for _ in 0..<4 {
      tenant.clock.advance(by: 1_200)
      try await tenant.work(module)
    }
    #expect(messages.taken == due)
  }

  @Test func `what comes to its turn at night waits for the morning`() async throws {
    let messages = MoodyMessages(.takes)
    let (tenant, module) = try await sent(messages)
    let due = try await tenant.events("membership.reminder_due")
    // 10:15 in Shanghai; the queue stood still until 23:15.
    tenant.clock.advance(by: 13 * 3_600)
    try await tenant.work(module)
    #expect(messages.taken == 0)
    tenant.clock.advance(by: 10 * 3_600)
    try await tenant.work(module)
    #expect(messages.taken == due)
  }

  @Test func `what a family puts off beyond its use still comes`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    let child = try await tenant.child("2026-07-20", member, sex: nil)
    let topic = try #require(await tenant.scope.reminders(of: child.id).first?.topic)
    try await tenant.families {
      try await $0.snooze(topic, of: child.id, parent: member, days: 30, for: $1, in: $2)
    }
    tenant.clock.advance(by: 30 * 86_400)
    // Others of the child came due meanwhile; two go out a day.
    for _ in 0..<6 {
      try await tenant.run("membership.send_reminders")
      tenant.clock.advance(by: 86_400)
    }
    let state = try await tenant.scope.reminders(of: child.id).first { $0.topic == topic }?.state
    #expect(state == .sent)
  }

  @Test func `a late consent plans what it missed`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-31", member)[0]
    #expect(try await tenant.scope.reminders(of: child.id) == [])
    try await tenant.agree(member)
    #expect(try await tenant.scope.reminders(of: child.id).count == 8)
  }
}

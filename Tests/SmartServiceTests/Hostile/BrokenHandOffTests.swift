import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite(
  "Hand-offs that are broken off, and ids of others",
  .tenantDatabase([SmartServiceModule.module])
)
struct BrokenHandOffTests {
  private let desk = ConversationDesk(hours: .always(in: .gmt), answerMinutes: 10)

  /// The connection dies as it does when the process behind it is killed: nothing of it is sent again.
  private func kill(_ transaction: TenantTransaction) async throws {
    try await transaction.execute(
      """
      SELECT pg_terminate_backend(pg_backend_pid()) WHERE \(transaction.tenant)::uuid IS NOT NULL
      """
    )
  }

  @Test func `a worker that is killed during a hand-off leaves all of it or nothing`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    for reason in HandOffReason.allCases {
      let talk = try await mine.ask("help \(reason)", desk)
      await #expect(throws: (any Error).self) {
        try await mine.transaction { transaction in
          try await desk.handOff(talk.id, reason, in: transaction) { _ in "Somebody answers." }
          try await kill(transaction)
        }
      }
      #expect(try await mine.scope.openHandOff(of: talk.id) == nil, "\(reason)")
      #expect(try await mine.scope.messages(of: talk.id).map(\.author) == [.customer])
      #expect(try await mine.scope.conversation(talk.id)?.state == .bot)

      // Whoever comes next, twice and beside itself, finishes it once.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 { group.addTask { try await mine.handOff(talk.id, .asked, desk) } }
        try await group.waitForAll()
      }
      #expect(try await mine.scope.messages(of: talk.id).map(\.author) == [.customer, .bot])
      #expect(try await mine.scope.openHandOff(of: talk.id)?.dueAt != nil)
    }
    #expect(try await mine.scope.inbox(InboxQuery()).count == HandOffReason.allCases.count)
    #expect(try await pair.other.scope.inbox(InboxQuery()).isEmpty)
  }

  @Test func `an agent who is killed while taking a talk leaves it to the next`() async throws {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("help", desk)
    try await mine.handOff(talk.id, .asked, desk)
    await #expect(throws: (any Error).self) {
      try await mine.transaction { transaction in
        try await desk.answer("hello", to: talk.id, by: "mei", in: transaction)
        try await kill(transaction)
      }
    }
    #expect(try await mine.scope.openHandOff(of: talk.id)?.answeredAt == nil)
    try await mine.transaction { _ = try await desk.answer("hi", to: talk.id, by: "li", in: $0) }
    let said = try await mine.scope.messages(of: talk.id).filter { $0.author == .agent }
    #expect(said.map(\.text) == ["hi"])
  }

  @Test func `ids of another merchant open nothing, whatever is wanted of them`() async throws {
    let pair = try await TenantPair.fresh()
    let talk = try await pair.mine.ask("secret", desk)
    try await pair.mine.handOff(talk.id, .asked, desk)
    typealias Deed = @Sendable (TenantTransaction) async throws -> Void
    let (desk, id, session) = (desk, talk.id, talk.session)
    let deeds: [(String, Deed)] = [
      ("take", { _ = try await desk.take(id, by: "spy", in: $0) }),
      ("answer", { _ = try await desk.answer("x", to: id, by: "spy", in: $0) }),
      ("note", { try await desk.note("x", on: id, by: "spy", in: $0) }),
      ("end", { _ = try await desk.change(.resolve, id, by: "spy", in: $0) }),
      ("rate", { try await desk.rate(id, 1, session: session, in: $0) }),
      ("hand off", { try await desk.handOff(id, .redFlag, in: $0) { _ in "x" } }),
      ("speak", { _ = try await desk.answer("x", payload: .null, to: id, after: 1, in: $0) }),
    ]
    for (name, deed) in deeds {
      let refusal = await #expect(throws: ConversationRefusal.self, "\(name)") {
        try await pair.other.transaction { try await deed($0) }
      }
      #expect(refusal?.code == .notFound, "\(name)")
    }
    let theirs = pair.other.scope
    #expect(try await theirs.conversation(id) == nil)
    #expect(try await theirs.conversation(of: session) == nil)
    #expect(try await theirs.messages(of: id, withNotes: true).isEmpty)
    #expect(try await theirs.openHandOff(of: id) == nil)
    #expect(try await theirs.pictures(of: id).isEmpty)
    let erased = try await pair.other.transaction {
      try await ConversationDesk.erase(session: session, in: $0)
    }
    #expect(erased == 0)
    #expect(try await pair.mine.scope.messages(of: id).map(\.author) == [.customer, .bot])
    #expect(try await pair.mine.scope.openHandOff(of: id)?.reason == .asked)
  }
}

import SmartService
import TenantStore
import TenantStoreTesting

extension TestTenant {
  /// A customer writes.
  @discardableResult
  func ask(_ text: String, session: SessionID? = nil, _ desk: ConversationDesk) async throws
    -> Conversation
  {
    let session = session ?? SessionID.make(in: database.environment)
    return try await transaction {
      try await desk.write(text, session: session, locale: "zh", in: $0)
    }
  }

  @discardableResult
  func handOff(_ id: ConversationID, _ reason: HandOffReason, _ desk: ConversationDesk)
    async throws -> HandOff
  {
    try await transaction { transaction in
      try await desk.handOff(id, reason, in: transaction) { due in
        due == nil ? "Nobody works." : "Somebody answers soon."
      }
    }
  }

  /// Does once what the module's schedules do.
  func runServiceJobs() async throws {
    try await work(SmartServiceModule.module) { _ in true }
  }
}

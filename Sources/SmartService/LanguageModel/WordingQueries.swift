internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// What language models made of the answers of a talk.
  public func wordings(of id: ConversationID) async throws -> [Wording] {
    try await all(
      """
      SELECT position, model, outcome, body FROM service.wording
      WHERE tenant_id = \(tenant) AND conversation_id = \(id)
      ORDER BY position
      """
    )
  }

  /// How many calls were made since a moment.
  func wordingCount(since moment: Date) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM service.wording
      WHERE tenant_id = \(tenant) AND asked_at > \(moment)
      """
    ) ?? 0
  }
}

extension TenantTransaction {
  /// Claims the one call for an answer; false when it was made before.
  func claimWording(_ position: Int, of id: ConversationID, model: String) async throws -> Bool {
    try await execute(
      """
      INSERT INTO service.wording
        (tenant_id, conversation_id, position, model, outcome, asked_at)
      VALUES (\(tenant), \(id), \(position), \(model), 'asked', \(environment.now()))
      ON CONFLICT (tenant_id, conversation_id, position) DO NOTHING
      """
    ) == 1
  }

  /// Keeps what became of a claimed call.
  func keepWording(
    _ position: Int,
    of id: ConversationID,
    _ outcome: Wording.Outcome,
    problem: String? = nil,
    text: String? = nil
  ) async throws {
    try await execute(
      """
      UPDATE service.wording
      SET outcome = \(outcome.rawValue), problem = \(problem), body = \(text),
        ended_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND conversation_id = \(id) AND position = \(position)
        AND outcome = 'asked'
      """
    )
  }
}

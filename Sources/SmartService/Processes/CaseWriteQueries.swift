internal import Foundation
internal import TenantStore

extension TenantTransaction {
  /// Locks a case until the transaction ends.
  func lockCase(_ id: ServiceCaseID) async throws -> ServiceCase? {
    try await optional(
      """
      SELECT \(QueryPart.serviceCase) FROM service.case_file c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id) FOR UPDATE
      """
    )
  }

  /// The case of a kind that is open for a locked conversation.
  func openCase(_ kind: ProcessKind, of conversation: ConversationID) async throws
    -> ServiceCaseID?
  {
    try await value(
      """
      SELECT id FROM service.case_file
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation)
        AND kind = \(kind.rawValue) AND closed_at IS NULL
      """
    )
  }

  /// Writes a case at its first state.
  func insertCase(
    _ id: ServiceCaseID,
    _ kind: ProcessKind,
    _ process: ServiceProcess,
    _ state: ServiceProcess.State,
    subject: String,
    reference: String,
    conversation: ConversationID?,
    dueAt: Date?
  ) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let kept = String(decoding: try encoder.encode(process), as: UTF8.self)
    try await execute(
      """
      INSERT INTO service.case_file (tenant_id, id, kind, process, state, subject, reference,
        conversation_id, opened_at, due_at, wanted_role, escalates_to)
      VALUES (\(tenant), \(id), \(kind.rawValue), \(kept)::text::jsonb, \(state.code), \(subject),
        \(reference), \(conversation), \(environment.now()), \(dueAt), \(state.owner),
        \(state.escalatesTo))
      """
    )
  }

  /// Adds a line to the history of a locked case.
  func appendCaseStep(
    _ event: CaseEvent,
    _ state: String,
    by login: String?,
    note: String = "",
    to id: ServiceCaseID
  ) async throws {
    try await execute(
      """
      INSERT INTO service.case_step (tenant_id, case_id, position, event, state, login, note, noted_at)
      SELECT \(tenant), \(id), coalesce(max(position), 0) + 1, \(event.rawValue), \(state), \(login),
        \(note), \(environment.now())
      FROM service.case_step WHERE tenant_id = \(tenant) AND case_id = \(id)
      """
    )
  }

  /// Gives a locked case to a member of staff.
  func giveCase(_ id: ServiceCaseID, to login: String) async throws {
    try await execute(
      """
      UPDATE service.case_file SET owner = \(login) WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Moves a locked case to a state, with its clock and whoever has it then.
  func moveCase(
    _ id: ServiceCaseID,
    to state: ServiceProcess.State,
    owner: String?,
    dueAt: Date?
  ) async throws {
    let closed = state.isEnd ? environment.now() : nil
    try await execute(
      """
      UPDATE service.case_file
      SET state = \(state.code), owner = \(owner), due_at = \(dueAt), wanted_role = \(state.owner),
        escalates_to = \(state.escalatesTo), escalated_at = NULL, closed_at = \(closed)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Calls the higher role for a locked case and takes it from who let it lie; false when that has
  /// happened, or nothing is late.
  func escalateCase(_ id: ServiceCaseID) async throws -> Bool {
    try await execute(
      """
      UPDATE service.case_file
      SET escalated_at = \(environment.now()), wanted_role = escalates_to, owner = NULL
      WHERE tenant_id = \(tenant) AND id = \(id) AND escalates_to IS NOT NULL
        AND escalated_at IS NULL AND closed_at IS NULL AND due_at <= \(environment.now())
      """
    ) == 1
  }

  /// Takes the words out of cases that came from the talks of a session; that they were there stays.
  func forgetCases(of session: SessionID) async throws {
    try await execute(
      """
      WITH forgotten AS (
        UPDATE service.case_file f SET subject = '', conversation_id = NULL
        FROM service.conversation c
        WHERE f.tenant_id = \(tenant) AND c.tenant_id = \(tenant) AND c.id = f.conversation_id
          AND c.session_id = \(session)
        RETURNING f.id
      )
      UPDATE service.case_step s SET note = ''
      FROM forgotten WHERE s.tenant_id = \(tenant) AND s.case_id = forgotten.id
      """
    )
  }
}

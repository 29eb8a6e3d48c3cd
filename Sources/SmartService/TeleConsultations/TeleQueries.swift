internal import Foundation
public import TenantStore

extension TeleConsultation: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    session = try row.next()
    provider = try row.next()
    guard let state = TeleState(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    summary = try row.next()
    reference = try row.next()
    url = try row.next()
    advice = try row.next()
    agreedAt = try row.next()
  }
}

extension QueryPart {
  static let tele: QueryPart = """
    t.id, t.session_id, t.provider, t.state, t.summary, t.reference, t.url, t.advice, t.agreed_at
    """
}

extension TenantQuerying {
  /// A tele-consultation.
  public func teleConsultation(_ id: TeleConsultationID) async throws -> TeleConsultation? {
    try await optional(
      """
      SELECT \(QueryPart.tele) FROM service.tele_consultation t
      WHERE t.tenant_id = \(tenant) AND t.id = \(id)
      """
    )
  }

  /// The tele-consultations of a session, the newest first, at most twenty.
  public func teleConsultations(of session: SessionID) async throws -> [TeleConsultation] {
    try await all(
      """
      SELECT \(QueryPart.tele) FROM service.tele_consultation t
      WHERE t.tenant_id = \(tenant) AND t.session_id = \(session) ORDER BY t.id DESC LIMIT 20
      """
    )
  }
}

extension TenantTransaction {
  /// Writes what is asked for, or gives what the session has asked for and is not over; one that failed is
  /// asked for anew with the new words.
  func claimTele(of session: SessionID, provider: String, summary: String) async throws
    -> TeleConsultation
  {
    let found: TeleConsultation? = try await optional(
      """
      INSERT INTO service.tele_consultation AS t
        (tenant_id, id, session_id, provider, state, summary, agreed_at)
      VALUES (\(tenant), \(TeleConsultationID.make(in: environment)), \(session), \(provider),
        'asked', \(summary), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) WHERE state <> 'advised'
      DO UPDATE SET
        summary = CASE WHEN t.state = 'open' THEN t.summary ELSE excluded.summary END,
        provider = CASE WHEN t.state = 'open' THEN t.provider ELSE excluded.provider END,
        agreed_at = CASE WHEN t.state = 'open' THEN t.agreed_at ELSE excluded.agreed_at END
      RETURNING \(QueryPart.tele)
      """
    )
    guard let found else { throw TenantStoreError.emptyAnswer }
    return found
  }

  /// Keeps the room that a provider gave, or that it gave none; a room that is there stays.
  func keepTele(_ id: TeleConsultationID, room: TeleRoom?) async throws -> TeleConsultation {
    try await execute(
      """
      UPDATE service.tele_consultation
      SET state = \(room == nil ? "failed" : "open"), reference = \(room?.reference ?? ""),
        url = \(room?.url ?? "")
      WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('asked', 'failed')
      """
    )
    guard let kept = try await teleConsultation(id) else { throw TeleRefusal(.notFound) }
    return kept
  }

  /// Keeps the first advice of a consultation.
  func keepTele(_ id: TeleConsultationID, advice: String) async throws -> TeleConsultation {
    try await execute(
      """
      UPDATE service.tele_consultation SET state = 'advised', advice = \(advice)
      WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'open'
      """
    )
    guard let kept = try await teleConsultation(id) else { throw TeleRefusal(.notFound) }
    return kept
  }

  /// Deletes the tele-consultations of a session; the provider keeps its own records.
  func deleteTele(of session: SessionID) async throws {
    try await execute(
      """
      DELETE FROM service.tele_consultation
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}

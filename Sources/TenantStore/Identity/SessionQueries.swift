internal import Foundation

/// How long an unused session lives: 30 days.
private let sessionLifetime: TimeInterval = 30 * 24 * 3600

extension TenantQuerying {
  /// The living session that a token belongs to.
  public func session(_ token: SessionToken) async throws -> Session? {
    try await optional(
      """
      SELECT id, expires_at, is_proved FROM tenancy.session
      WHERE tenant_id = \(tenant) AND token_hash = \(token.hash) AND expires_at > \(environment.now())
      """
    )
  }

  /// Starts the session of a token; a second start of the same token gives the same session.
  ///
  /// - Parameters:
  ///   - token: The secret.
  ///   - isProved: Whether its owner has just proved who they are.
  /// - Returns: The session.
  /// - Throws: `TenancyRefusal` when the database is busy or away.
  public func startSession(_ token: SessionToken, isProved: Bool = false) async throws -> Session {
    let now = environment.now()
    let started: Session? = try await optional(
      """
      INSERT INTO tenancy.session (tenant_id, id, token_hash, created_at, seen_at, expires_at,
        is_proved)
      VALUES (\(tenant), \(SessionID.make(in: environment)), \(token.hash), \(now), \(now),
        \(now + sessionLifetime), \(isProved))
      ON CONFLICT (tenant_id, token_hash) DO UPDATE SET seen_at = excluded.seen_at
      RETURNING id, expires_at, is_proved
      """
    )
    guard let started else { throw TenantStoreError.emptyAnswer }
    return started
  }

  /// Gives a session of whoever has proved who they are another secret: whoever knew the one before is locked out, and what hangs on the
  /// session stays.
  public func renewSession(_ id: SessionID, as token: SessionToken) async throws {
    let now = environment.now()
    try await execute(
      """
      UPDATE tenancy.session SET token_hash = \(token.hash), seen_at = \(now),
        expires_at = \(now + sessionLifetime), is_proved = true
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Ends a session: its token is worth nothing any more, and the next sweep forgets it.
  public func endSession(_ id: SessionID) async throws {
    let now = environment.now()
    try await execute(
      """
      UPDATE tenancy.session SET seen_at = \(now), expires_at = \(now)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Lets a session live its full time again.
  public func prolongSession(_ id: SessionID) async throws {
    let now = environment.now()
    try await execute(
      """
      UPDATE tenancy.session SET seen_at = \(now), expires_at = \(now + sessionLifetime)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }
}

extension TenantTransaction {
  /// Starts the session of a token that was made just now and that nobody else can have.
  ///
  /// It is written with the next round trip, because there is nothing to wait for.
  /// - Parameters:
  ///   - token: The secret.
  ///   - isProved: Whether its owner has just proved who they are.
  /// - Returns: The session.
  /// - Throws: ``TenantStoreError/transactionEnded`` after the closure has returned.
  public func beginSession(_ token: SessionToken, isProved: Bool = false) throws -> Session {
    let now = environment.now()
    let session = Session(
      id: .make(in: environment),
      expiresAt: now + sessionLifetime,
      isProved: isProved
    )
    try executeLater(
      """
      INSERT INTO tenancy.session (tenant_id, id, token_hash, created_at, seen_at, expires_at,
        is_proved)
      VALUES (\(tenant), \(session.id), \(token.hash), \(now), \(now), \(session.expiresAt),
        \(isProved))
      """
    )
    return session
  }
}

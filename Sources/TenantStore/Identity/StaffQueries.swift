internal import Foundation

/// What signing in is checked against.
struct StaffCredentials: TenantRow {
  let id: StaffID
  let passwordHash: String
  let isDisabled: Bool

  init(row: inout ColumnReader) throws {
    id = try row.next()
    passwordHash = try row.next()
    isDisabled = try row.next()
  }
}

extension TenantQuerying {
  /// All members of staff by login, those without access too; at most 500.
  public func staffMembers() async throws -> [StaffMember] {
    try await all(
      """
      SELECT id, login, role, created_at, disabled_at FROM tenancy.staff_member
      WHERE tenant_id = \(tenant) ORDER BY login LIMIT 500
      """
    )
  }

  /// The living session that a token belongs to; nothing when it ended or its member has no access.
  public func staffSession(_ token: SessionToken) async throws -> StaffSession? {
    let now = environment.now()
    return try await optional(
      """
      SELECT s.id, s.seen_at, m.id, m.login, m.role, m.created_at, m.disabled_at
      FROM tenancy.staff_session s
      JOIN tenancy.staff_member m ON m.tenant_id = \(tenant) AND m.id = s.member_id
      WHERE s.tenant_id = \(tenant) AND s.token_hash = \(token.hash) AND s.expires_at > \(now)
        AND s.seen_at > \(now - StaffSession.idleLimit) AND m.disabled_at IS NULL
      """
    )
  }

  /// Notes that a session is used.
  public func touchStaffSession(_ id: StaffSessionID) async throws {
    try await execute(
      """
      UPDATE tenancy.staff_session SET seen_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND seen_at < \(environment.now())
      """
    )
  }

  func staffCredentials(login: String) async throws -> StaffCredentials? {
    try await optional(
      """
      SELECT id, password_hash, disabled_at IS NOT NULL FROM tenancy.staff_member
      WHERE tenant_id = \(tenant) AND login = \(login)
      """
    )
  }
}

extension TenantTransaction {
  /// Starts a session, and only while the member has access and the password that was checked.
  func startStaffSession(_ token: SessionToken, of member: StaffCredentials) async throws -> Bool {
    let now = environment.now()
    try await execute(
      """
      DELETE FROM tenancy.staff_session
      WHERE tenant_id = \(tenant)
        AND (expires_at <= \(now) OR seen_at <= \(now - StaffSession.idleLimit))
      """
    )
    return try await execute(
      """
      INSERT INTO tenancy.staff_session
        (tenant_id, id, member_id, token_hash, created_at, seen_at, expires_at)
      SELECT \(tenant), \(StaffSessionID.make(in: environment)), m.id, \(token.hash), \(now), \(now),
        \(now + StaffSession.lifetime)
      FROM tenancy.staff_member m
      WHERE m.tenant_id = \(tenant) AND m.id = \(member.id) AND m.disabled_at IS NULL
        AND m.password_hash = \(member.passwordHash)
      FOR SHARE OF m
      """
    ) == 1
  }

  /// Ends the session of a token, if there is one.
  func endStaffSession(_ token: SessionToken) async throws {
    try await execute(
      "DELETE FROM tenancy.staff_session WHERE tenant_id = \(tenant) AND token_hash = \(token.hash)"
    )
  }

  func endStaffSessions(of member: StaffID) async throws {
    try await execute(
      "DELETE FROM tenancy.staff_session WHERE tenant_id = \(tenant) AND member_id = \(member)"
    )
  }

  func lockStaffMember(login: String) async throws -> StaffMember? {
    try await optional(
      """
      SELECT id, login, role, created_at, disabled_at FROM tenancy.staff_member
      WHERE tenant_id = \(tenant) AND login = \(login) FOR UPDATE
      """
    )
  }

  /// Adds a member; false when the login is taken.
  func insertStaffMember(_ id: StaffID, login: String, _ role: StaffRole, _ hash: PasswordHash)
    async throws -> Bool
  {
    try await execute(
      """
      INSERT INTO tenancy.staff_member (tenant_id, id, login, password_hash, role, created_at)
      VALUES (\(tenant), \(id), \(login), \(hash.text), \(role.rawValue), \(environment.now()))
      ON CONFLICT (tenant_id, login) DO NOTHING
      """
    ) == 1
  }

  func updateStaffMember(_ id: StaffID, role: StaffRole, disabledAt: Date?) async throws {
    try await execute(
      """
      UPDATE tenancy.staff_member SET role = \(role.rawValue), disabled_at = \(disabledAt)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  func updatePassword(of member: StaffID, to hash: PasswordHash) async throws {
    try await execute(
      """
      UPDATE tenancy.staff_member SET password_hash = \(hash.text)
      WHERE tenant_id = \(tenant) AND id = \(member)
      """
    )
  }
}

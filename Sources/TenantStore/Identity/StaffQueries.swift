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

  /// Until when attempts are refused; nothing when they are not.
  func signInLock(_ subject: SignInLimitRule.Subject) async throws -> Date? {
    try await value(
      """
      SELECT locked_until FROM tenancy.sign_in_attempt
      WHERE tenant_id = \(tenant) AND key_hash = \(subject.hash)
        AND locked_until > \(environment.now())
      """
    )
  }
}

extension TenantTransaction {
  /// Counts an attempt before its outcome is known; false when it has to wait.
  func claimSignIn(_ subject: SignInLimitRule.Subject) async throws -> Bool {
    let (now, waits) = (environment.now(), subject.waits)
    let forgotten = now - SignInLimitRule.forgottenAfter
    return try await execute(
      """
      INSERT INTO tenancy.sign_in_attempt AS a
        (tenant_id, key_hash, failures, attempted_at, locked_until)
      VALUES (\(tenant), \(subject.hash), 1, \(now),
        \(now) + (\(waits))[1] * interval '1 second')
      ON CONFLICT (tenant_id, key_hash) DO UPDATE
      SET failures = CASE WHEN a.attempted_at < \(forgotten) THEN 1 ELSE a.failures + 1 END,
        attempted_at = excluded.attempted_at,
        locked_until = \(now) + (\(waits))[least(
          CASE WHEN a.attempted_at < \(forgotten) THEN 1 ELSE a.failures + 1 END,
          cardinality(\(waits)))::integer] * interval '1 second'
      WHERE a.locked_until <= \(now)
      """
    ) == 1
  }

  /// Forgets what failed with a login, and takes back the attempt of an address that did not fail.
  func forgiveSignIn(_ subjects: [SignInLimitRule.Subject]) async throws {
    let now = environment.now()
    for subject in subjects {
      try await execute(
        """
        UPDATE tenancy.sign_in_attempt
        SET failures = CASE WHEN \(subject.isLogin) THEN 0 ELSE greatest(failures - 1, 0) END,
          locked_until = \(now)
        WHERE tenant_id = \(tenant) AND key_hash = \(subject.hash)
        """
      )
    }
    try await execute(
      """
      DELETE FROM tenancy.sign_in_attempt
      WHERE tenant_id = \(tenant) AND attempted_at < \(now - SignInLimitRule.forgottenAfter)
      """
    )
  }

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

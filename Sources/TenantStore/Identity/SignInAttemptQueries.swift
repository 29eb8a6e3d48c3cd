internal import Foundation
internal import PostgresClient

extension TenantTransaction {
  /// The key under which the tenant counts attempts, made when there is none.
  func signInKey() async throws -> SignInKey {
    let results = try await batch([
      """
      INSERT INTO tenancy.sign_in_key (tenant_id, key, made_at)
      VALUES (\(tenant), \(environment.randomBytes(32)), \(environment.now()))
      ON CONFLICT (tenant_id) DO NOTHING
      """,
      "SELECT key FROM tenancy.sign_in_key WHERE tenant_id = \(tenant)",
    ])
    guard let key = try results.last?.values([UInt8].self).first else {
      throw TenantStoreError.emptyAnswer
    }
    return SignInKey(bytes: key)
  }

  /// Counts an attempt before its outcome is known; false when it has to wait.
  func claimSignIn(_ subject: SignInLimitRule.Subject, at now: Date, under key: SignInKey)
    async throws -> Bool
  {
    let waits = subject.waits
    let forgotten = now - SignInLimitRule.forgottenAfter
    return try await execute(
      """
      INSERT INTO tenancy.sign_in_attempt AS a
        (tenant_id, key_hash, failures, attempted_at, locked_until)
      VALUES (\(tenant), \(subject.hash(under: key)), 1, \(now),
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

  /// Until when attempts are refused; nothing when they are not.
  func signInLock(_ subject: SignInLimitRule.Subject, under key: SignInKey) async throws -> Date? {
    try await value(
      """
      SELECT locked_until FROM tenancy.sign_in_attempt
      WHERE tenant_id = \(tenant) AND key_hash = \(subject.hash(under: key))
        AND locked_until > \(environment.now())
      """
    )
  }

  /// Takes back an attempt that said nothing about a password; a wait that a later one caused stays.
  func takeBackSignIn(_ subject: SignInLimitRule.Subject, of claimed: Date, under key: SignInKey)
    async throws
  {
    try await execute(
      """
      UPDATE tenancy.sign_in_attempt
      SET failures = greatest(failures - 1, 0),
        locked_until = CASE WHEN attempted_at = \(claimed) THEN \(claimed) ELSE locked_until END
      WHERE tenant_id = \(tenant) AND key_hash = \(subject.hash(under: key))
      """
    )
  }

  /// Forgets what failed with a login, and takes back the attempt of an address that did not fail.
  func forgiveSignIn(_ subjects: [SignInLimitRule.Subject], under key: SignInKey) async throws {
    let now = environment.now()
    for subject in subjects {
      try await execute(
        """
        UPDATE tenancy.sign_in_attempt
        SET failures = CASE WHEN \(subject.isLogin) THEN 0 ELSE greatest(failures - 1, 0) END,
          locked_until = \(now)
        WHERE tenant_id = \(tenant) AND key_hash = \(subject.hash(under: key))
        """
      )
    }
  }
}

extension SystemScope {
  /// Forgets attempts a day after the last, and the key of a tenant without any.
  func sweepSignIns() async throws {
    let forgotten = environment.now() - SignInLimitRule.forgottenAfter
    _ = try await run([
      // Rows in use are left for the next sweep: waiting for them here could close a circle.
      """
      DELETE FROM tenancy.sign_in_attempt a USING (
        SELECT tenant_id, key_hash FROM tenancy.sign_in_attempt
        WHERE attempted_at < \(forgotten) FOR UPDATE SKIP LOCKED
      ) old
      WHERE a.tenant_id = old.tenant_id AND a.key_hash = old.key_hash
      """,
      """
      DELETE FROM tenancy.sign_in_key k
      WHERE made_at < \(forgotten) AND NOT EXISTS (
        SELECT FROM tenancy.sign_in_attempt a WHERE a.tenant_id = k.tenant_id)
      """,
    ])
  }
}

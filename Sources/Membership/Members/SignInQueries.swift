internal import Foundation
internal import TenantStore

/// What is known of an address before another code goes to it.
struct SentCode: TenantRow {
  let sentAt: Date
  let count: SendCount

  init(row: inout ColumnReader) throws {
    sentAt = try row.next()
    count = SendCount(
      windowFrom: try row.next(),
      sends: try row.next(),
      dayFrom: try row.next(),
      daySends: try row.next()
    )
  }
}

/// A code that somebody tries to enter; the attempt is counted already.
struct TriedCode: TenantRow {
  let hash: Data
  let attempts: Int

  init(row: inout ColumnReader) throws {
    hash = try row.next()
    attempts = try row.next()
  }
}

extension TenantTransaction {
  /// The latest code of an address, held until the transaction ends.
  func lockSentCode(_ channel: ContactChannel, _ address: String) async throws -> SentCode? {
    try await optional(
      """
      SELECT sent_at, window_from, sends, coalesce(day_from, window_from), day_sends
      FROM membership.sign_in_code
      WHERE tenant_id = \(tenant) AND channel = \(channel.rawValue) AND address = \(address)
      FOR UPDATE
      """
    )
  }

  /// Keeps a new code in the place of the last one.
  ///
  /// - Returns: Whether it was kept; not when another code was sent since it was looked at.
  func keepCode(
    _ channel: ContactChannel,
    _ address: String,
    hash: [UInt8],
    count: SendCount,
    after last: Date?
  ) async throws -> Bool {
    let now = environment.now()
    return try await execute(
      """
      INSERT INTO membership.sign_in_code AS c
        (tenant_id, channel, address, code_hash, sent_at, expires_at, window_from, sends, day_from,
          day_sends)
      VALUES (\(tenant), \(channel.rawValue), \(address), \(Data(hash)), \(now),
        \(now + SignInCodes.validity), \(count.windowFrom), \(count.sends), \(count.dayFrom),
        \(count.daySends))
      ON CONFLICT (tenant_id, channel, address) DO UPDATE
      SET code_hash = excluded.code_hash, attempts = 0, sent_at = excluded.sent_at,
        expires_at = excluded.expires_at, window_from = excluded.window_from,
        sends = excluded.sends, day_from = excluded.day_from, day_sends = excluded.day_sends
      WHERE c.sent_at = \(last)
      """
    ) == 1
  }

  /// Counts an attempt to enter the code of an address, and gives the code; nothing when none waits.
  func tryCode(_ channel: ContactChannel, _ address: String) async throws -> TriedCode? {
    try await optional(
      """
      UPDATE membership.sign_in_code SET attempts = attempts + 1
      WHERE tenant_id = \(tenant) AND channel = \(channel.rawValue) AND address = \(address)
        AND code_hash IS NOT NULL AND expires_at > \(environment.now())
        AND attempts < \(SignInCodes.attemptLimit)
      RETURNING code_hash, attempts
      """
    )
  }

  /// Whether the code of an address was entered wrongly too often.
  func isLocked(_ channel: ContactChannel, _ address: String) async throws -> Bool {
    try await value(
      """
      SELECT code_hash IS NOT NULL AND attempts >= \(SignInCodes.attemptLimit)
        AND expires_at > \(environment.now())
      FROM membership.sign_in_code
      WHERE tenant_id = \(tenant) AND channel = \(channel.rawValue) AND address = \(address)
      """
    ) ?? false
  }

  /// Uses up the code of an address; the count of sends stays.
  func useUpCode(_ channel: ContactChannel, _ address: String) async throws {
    try await execute(
      """
      UPDATE membership.sign_in_code SET code_hash = NULL
      WHERE tenant_id = \(tenant) AND channel = \(channel.rawValue) AND address = \(address)
      """
    )
  }

  /// Forgets codes whose window ended a day ago.
  ///
  /// - Returns: How many.
  func forgetOldCodes() async throws -> Int {
    try await execute(
      """
      DELETE FROM membership.sign_in_code
      WHERE tenant_id = \(tenant) AND window_from < \(environment.now() - 86_400)
      """
    )
  }
}

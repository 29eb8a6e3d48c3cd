internal import Foundation
internal import PostgresClient

private struct EarlierRequest: TenantRow {
  let hash: [UInt8]
  let status: Int?
  let headers: JSONValue
  let body: [UInt8]?

  init(row: inout ColumnReader) throws {
    hash = try row.next()
    status = try row.next()
    headers = try JSONValue(json: row.next(String?.self) ?? "{}")
    body = try row.next()
  }
}

extension TenantTransaction {
  /// Claims a request's key for this transaction, or gives the answer that it got before.
  ///
  /// A request with the same key that is still running is waited for, at most five seconds: a
  /// double click then sees the one order instead of an error.
  /// - Throws: ``TenancyRefusal`` when the key was used with another request, or the other one is
  ///   still running.
  public func claim(_ request: IdempotentRequest) async throws -> StoredAnswer? {
    let claimed: Int
    do {
      claimed = try await claimRow(request)
    } catch let error as PostgresError {
      if case .server(let fault) = error, fault.sqlState == .lockNotAvailable {
        throw TenancyRefusal(.idempotencyKeyInProgress)
      }
      throw error
    }
    guard claimed == 0 else { return nil }
    guard let earlier = try await earlierRequest(request) else {
      throw TenancyRefusal(.idempotencyKeyInProgress)
    }
    guard earlier.hash == request.hash else { throw TenancyRefusal(.idempotencyKeyReused) }
    guard let status = earlier.status, let body = earlier.body else {
      throw TenancyRefusal(.idempotencyKeyInProgress)
    }
    let headers = try JSONDecoder()
      .decode([String: String].self, from: Data(earlier.headers.canonicalText.utf8))
    return StoredAnswer(status: status, headers: headers, body: body)
  }

  /// Keeps the answer to a claimed request, in the transaction of its effect.
  public func store(_ answer: StoredAnswer, for request: IdempotentRequest) async throws {
    let headers = JSONValue.object(answer.headers.mapValues { .string($0) }).canonicalText
    try executeLater(
      """
      UPDATE tenancy.idempotent_request
      SET status = \(answer.status), headers = \(headers)::text::jsonb, body = \(answer.body)
      WHERE tenant_id = \(tenant) AND asker = \(request.asker) AND key = \(request.key)
      """
    )
  }

  /// Claims the key's row, for which it waits at most so long: the row is made after the limit is set,
  /// which holds for the rest of the transaction.
  private func claimRow(_ request: IdempotentRequest) async throws -> Int {
    try await execute(
      """
      INSERT INTO tenancy.idempotent_request (tenant_id, asker, key, request_hash, created_at)
      VALUES (\(tenant), \(request.asker), \(request.key), \(request.hash),
        CASE WHEN set_config('lock_timeout', '5s', true) <> '' THEN \(environment.now())::timestamptz END)
      ON CONFLICT (tenant_id, asker, key) DO NOTHING
      """
    )
  }

  private func earlierRequest(_ request: IdempotentRequest) async throws -> EarlierRequest? {
    try await optional(
      """
      SELECT request_hash, status, headers::text, body FROM tenancy.idempotent_request
      WHERE tenant_id = \(tenant) AND asker = \(request.asker) AND key = \(request.key)
      """
    )
  }
}

extension SystemScope {
  /// Forgets keys that are older than a day, sessions that have ended, what was used up a week ago,
  /// and attempts to sign in.
  package func sweepExpired() async throws {
    let now = environment.now()
    _ = try await run([
      "DELETE FROM tenancy.idempotent_request WHERE created_at < \(now - 24 * 3600)",
      "DELETE FROM tenancy.session WHERE expires_at < \(now)",
      """
      DELETE FROM tenancy.quota_usage
      WHERE period <> '-infinity' AND period < (\(now - 7 * 24 * 3600))::date
      """,
    ])
    try await sweepSignIns()
  }
}

public import Foundation
public import TenantStore

extension Feedback: TenantRow {
  /// Reads the columns `id, score, reasons, comment, given_at`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    score = Int(try row.next(Int32.self))
    reasons = try row.next([String].self).compactMap(FeedbackReason.init)
    comment = try row.next()
    givenAt = try row.next()
  }
}

extension ScoreCount: TenantRow {
  /// Reads the columns `reason, score, count`.
  public init(row: inout ColumnReader) throws {
    reason = try row.next(String?.self).flatMap(FeedbackReason.init)
    score = Int(try row.next(Int32.self))
    count = try row.next()
  }
}

extension TenantQuerying {
  /// What members answered since an instant, the latest first, with a comment; at most 100.
  public func feedback(since start: Date) async throws -> [Feedback] {
    try await all(
      """
      SELECT id, score, reasons, comment, given_at FROM membership.feedback
      WHERE tenant_id = \(tenant) AND given_at > \(start) AND comment <> ''
      ORDER BY given_at DESC, id DESC LIMIT 100
      """
    )
  }

  /// How many gave each score since an instant, in all and for each reason.
  public func feedbackScores(since start: Date) async throws -> [ScoreCount] {
    try await all(
      """
      SELECT r.reason, f.score, count(*) FROM membership.feedback f
      CROSS JOIN LATERAL (SELECT NULL::text UNION ALL SELECT unnest(f.reasons)) AS r (reason)
      WHERE f.tenant_id = \(tenant) AND f.given_at > \(start)
      GROUP BY r.reason, f.score ORDER BY r.reason NULLS FIRST, f.score
      """
    )
  }

  /// All answers of a member, the latest first.
  func feedback(of member: Member) async throws -> [Feedback] {
    try await all(
      """
      SELECT id, score, reasons, comment, given_at FROM membership.feedback
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY given_at DESC, id DESC LIMIT 1000
      """
    )
  }

  /// The latest answer of a member.
  public func lastFeedback(of member: Member) async throws -> Feedback? {
    try await optional(
      """
      SELECT id, score, reasons, comment, given_at FROM membership.feedback
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY given_at DESC, id DESC LIMIT 1
      """
    )
  }

  /// Whether a member paid an order before an instant.
  func hasPaid(_ member: Member, before instant: Date) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.paid_order
        WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
          AND paid_at <= \(instant))
      """
    ) ?? false
  }
}

extension TenantTransaction {
  /// Keeps an answer, in the place of what it was before.
  func keepFeedback(
    _ id: FeedbackID,
    of member: MemberID,
    score: Int,
    reasons: [String],
    comment: String
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.feedback
        (tenant_id, id, member_id, score, reasons, comment, given_at)
      VALUES (\(tenant), \(id), \(member), \(Int32(score)), \(reasons), \(comment),
        \(environment.now()))
      ON CONFLICT (tenant_id, id) DO UPDATE
      SET score = excluded.score, reasons = excluded.reasons, comment = excluded.comment,
        given_at = excluded.given_at
      """
    )
  }
}

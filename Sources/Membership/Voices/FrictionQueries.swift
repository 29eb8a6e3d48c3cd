internal import Foundation
public import TenantStore

extension FrictionSignal: TenantRow {
  /// Reads the columns `kind, subject, count, people`.
  public init(row: inout ColumnReader) throws {
    guard let kind = Kind(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(
      kind: kind,
      subject: try row.next(),
      count: try row.next(),
      people: try row.next()
    )
  }
}

private struct SignRow: TenantRow {
  let theme: FeedbackThemeID
  let sign: FrictionSignal.Sign?

  init(row: inout ColumnReader) throws {
    theme = try row.next()
    let kind = FrictionSignal.Kind(rawValue: try row.next(String.self))
    let subject: String = try row.next()
    sign = kind.map { FrictionSignal.Sign(kind: $0, subject: subject) }
  }
}

private struct HeardRow: TenantRow {
  let theme: FeedbackThemeID
  let count: Int64

  init(row: inout ColumnReader) throws {
    theme = try row.next()
    count = try row.next()
  }
}

extension TenantQuerying {
  /// Boxes of some days that were skipped or could not be paid, by plan and contents, the most frequent
  /// first; at most 100.
  func boxFriction(from start: CalendarDate, until end: CalendarDate) async throws
    -> [FrictionSignal]
  {
    try await all(
      """
      SELECT CASE c.state WHEN 'skipped' THEN 'skipped_box' ELSE 'unpaid_box' END,
        left(s.plan || ':' || c.box, 120), count(*), count(DISTINCT s.member_id)
      FROM membership.subscription_cycle c
      JOIN membership.subscription s ON s.tenant_id = \(tenant) AND s.id = c.subscription_id
      WHERE c.tenant_id = \(tenant) AND c.state IN ('skipped', 'unpaid')
        AND c.due_day >= \(Int32(CivilDay(start).number))
        AND c.due_day < \(Int32(CivilDay(end).number))
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100
      """
    )
  }

  /// Contracts for boxes that were cancelled between two instants, by the reason.
  func cancelledBoxes(from start: Date, until end: Date) async throws -> [FrictionSignal] {
    try await all(
      """
      SELECT 'cancelled_boxes', left(cancel_reason, 120), count(*), count(DISTINCT member_id)
      FROM membership.subscription
      WHERE tenant_id = \(tenant) AND state = 'cancelled' AND cancel_reason <> ''
        AND ended_at >= \(start) AND ended_at < \(end)
      GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 100
      """
    )
  }

  /// By what themes show.
  func themeSigns() async throws -> [FeedbackThemeID: [FrictionSignal.Sign]] {
    let rows: [SignRow] = try await all(
      """
      SELECT theme_id, kind, subject FROM membership.theme_signal
      WHERE tenant_id = \(tenant) ORDER BY theme_id, kind, subject LIMIT 1000
      """
    )
    return Dictionary(grouping: rows, by: \.theme).mapValues { $0.compactMap(\.sign) }
  }

  /// In how many talks each theme was heard.
  func interviewCounts() async throws -> [FeedbackThemeID: Int64] {
    let rows: [HeardRow] = try await all(
      """
      SELECT theme_id, count(*) FROM membership.interview_theme
      WHERE tenant_id = \(tenant) GROUP BY theme_id
      """
    )
    return Dictionary(rows.map { ($0.theme, $0.count) }, uniquingKeysWith: +)
  }
}

extension TenantTransaction {
  /// Ties a theme to a sign; false where it was.
  func tieSign(_ sign: FrictionSignal.Sign, to theme: FeedbackThemeID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.theme_signal (tenant_id, theme_id, kind, subject)
      VALUES (\(tenant), \(theme), \(sign.kind.rawValue), \(sign.subject))
      ON CONFLICT (tenant_id, theme_id, kind, subject) DO NOTHING
      """
    ) == 1
  }
}

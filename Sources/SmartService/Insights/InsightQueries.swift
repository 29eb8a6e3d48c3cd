public import Foundation
public import TenantStore

extension ServiceInsights.Week: TenantRow {
  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    self.init(
      day: try row.next(),
      talks: try row.next(),
      automated: try row.next(),
      rated: try row.next(),
      satisfied: try row.next()
    )
  }
}

extension ServiceInsights.People: TenantRow {
  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    self.init(
      handOffs: try row.next(),
      answered: try row.next(),
      late: try row.next(),
      medianMinutes: try row.next(),
      ninetiethMinutes: try row.next(),
      ended: try row.next(),
      handlingMinutes: try row.next()
    )
  }
}

/// A question that the service had no answer to.
struct UnansweredQuestion: Hashable, TenantRow {
  let text: String

  init(_ text: String) { self.text = text }

  init(row: inout ColumnReader) throws { text = try row.next() }
}

extension TenantQuerying {
  /// What customer service did since a moment, by weeks on the clocks of a zone.
  public func serviceInsights(since moment: Date, in zone: TimeZone) async throws
    -> ServiceInsights
  {
    let weeks: [ServiceInsights.Week] = try await all(
      """
      SELECT to_char(date_trunc('week', t.opened_at AT TIME ZONE \(zone.identifier)::text),
          'YYYY-MM-DD'),
        count(*), count(*) FILTER (WHERE NOT t.had_person), count(t.rating),
        count(*) FILTER (WHERE t.rating >= 4)
      FROM (
        SELECT c.opened_at, c.rating,
          EXISTS (SELECT FROM service.hand_off h
            WHERE h.tenant_id = \(tenant) AND h.conversation_id = c.id)
          OR EXISTS (SELECT FROM service.message m WHERE m.tenant_id = \(tenant)
            AND m.conversation_id = c.id AND m.author = 'agent') AS had_person
        FROM service.conversation c
        WHERE c.tenant_id = \(tenant) AND c.opened_at >= \(moment)
          AND EXISTS (SELECT FROM service.message m WHERE m.tenant_id = \(tenant)
            AND m.conversation_id = c.id AND m.author = 'customer')
      ) t
      GROUP BY 1 ORDER BY 1
      """
    )
    let people: ServiceInsights.People? = try await optional(
      """
      SELECT count(*), count(h.answered_at), count(h.overdue_at),
        percentile_cont(0.5) WITHIN GROUP (
          ORDER BY extract(epoch FROM h.answered_at - h.asked_at)::float8 / 60),
        percentile_cont(0.9) WITHIN GROUP (
          ORDER BY extract(epoch FROM h.answered_at - h.asked_at)::float8 / 60),
        count(h.ended_at - h.answered_at),
        percentile_cont(0.5) WITHIN GROUP (
          ORDER BY extract(epoch FROM h.ended_at - h.answered_at)::float8 / 60)
      FROM service.hand_off h
      WHERE h.tenant_id = \(tenant) AND h.asked_at >= \(moment)
      """
    )
    guard let people else { throw TenantStoreError.emptyAnswer }
    return ServiceInsights(weeks: weeks, people: people)
  }

  /// What was asked since a moment and had no answer, gathered by what it is about; of the last 500
  /// questions.
  public func unansweredQuestions(since moment: Date) async throws -> [UnansweredGroup] {
    let questions: [UnansweredQuestion] = try await all(
      """
      SELECT q.body FROM service.message a
      JOIN service.message q ON q.tenant_id = \(tenant) AND q.conversation_id = a.conversation_id
        AND q.position = a.position - 1 AND q.author = 'customer'
      WHERE a.tenant_id = \(tenant) AND a.author = 'bot' AND a.payload ->> 'action' = 'refuse'
        AND a.written_at >= \(moment)
      ORDER BY a.written_at DESC LIMIT 500
      """
    )
    return UnansweredRule.groups(of: questions.map(\.text))
  }
}

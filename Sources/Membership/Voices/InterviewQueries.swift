internal import Foundation
public import TenantStore

extension Interview: TenantRow {
  /// Reads the columns `id, member, person, asked_by, held_on, consent, note, themes`, the day counted
  /// from 1970.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    person = try row.next()
    askedBy = try row.next()
    day = try CivilDay(stored: try row.next()).date
    consent = try row.next()
    note = try row.next()
    themes = try row.next([UUID].self).map(FeedbackThemeID.init(uuid:))
  }
}

extension QueryPart {
  /// Columns of `interview i` and its member `m`; $1 is the tenant wherever the part stands.
  fileprivate static let interview: QueryPart = """
    i.id, coalesce(m.merged_into, m.id), i.person, i.asked_by, i.held_on - DATE '1970-01-01',
    i.consent, i.note,
    ARRAY(SELECT t.theme_id FROM membership.interview_theme t
      WHERE t.tenant_id = $1 AND t.interview_id = i.id ORDER BY t.theme_id)
    """
}

extension TenantQuerying {
  /// Notes of talks, the latest first; at most 100.
  public func interviews() async throws -> [Interview] {
    try await all(
      """
      SELECT \(QueryPart.interview) FROM membership.interview i
      LEFT JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = i.member_id
      WHERE i.tenant_id = \(tenant) ORDER BY i.held_on DESC, i.id DESC LIMIT 100
      """
    )
  }

  /// Notes of talks with a member, the latest first; at most 1,000.
  func interviews(with member: Member) async throws -> [Interview] {
    try await all(
      """
      SELECT \(QueryPart.interview) FROM membership.interview i
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = i.member_id
      WHERE i.tenant_id = \(tenant) AND i.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY i.held_on DESC, i.id DESC LIMIT 1000
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a note with its themes.
  func insertInterview(_ id: InterviewID, _ draft: InterviewDraft, by login: String) async throws {
    let themes = draft.themes.map(\.uuid).sorted { $0.uuidString < $1.uuidString }
    _ = try await batch([
      """
      INSERT INTO membership.interview
        (tenant_id, id, member_id, person, asked_by, held_on, consent, note, noted_at)
      VALUES (\(tenant), \(id), \(draft.member), \(draft.person), \(login),
        DATE '1970-01-01' + \(Int32(CivilDay(draft.day).number)), \(draft.consent),
        \(draft.note), \(environment.now()))
      """,
      """
      INSERT INTO membership.interview_theme (tenant_id, interview_id, theme_id)
      SELECT \(tenant), \(id), t.id FROM unnest(\(themes)) AS t (id)
      """,
    ])
  }

  /// Deletes a note; false where there is none.
  func deleteInterview(_ id: InterviewID) async throws -> Bool {
    try await execute(
      "DELETE FROM membership.interview WHERE tenant_id = \(tenant) AND id = \(id)"
    ) == 1
  }
}

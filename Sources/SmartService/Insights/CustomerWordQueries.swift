public import Foundation
public import TenantStore

/// What a customer said in a talk.
public struct CustomerWords: Hashable, Sendable, TenantRow {
  /// On which session.
  public let session: SessionID
  /// All that the customer said in the talk.
  public let text: String

  /// Reads session and text.
  public init(row: inout ColumnReader) throws {
    session = try row.next()
    text = try row.next()
  }
}

extension TenantQuerying {
  /// What customers said in talks that began since a moment, the latest first; at most 2,000 talks.
  ///
  /// It is for counting: nobody is quoted from a talk.
  public func customerWords(since moment: Date) async throws -> [CustomerWords] {
    try await all(
      """
      SELECT c.session_id, left(string_agg(m.body, E'\\n' ORDER BY m.position), 4000)
      FROM (
        SELECT t.id, t.session_id, t.opened_at FROM service.conversation t
        WHERE t.tenant_id = \(tenant) AND t.opened_at >= \(moment) AND t.message_count > 0
        ORDER BY t.opened_at DESC, t.id LIMIT 2000
      ) c
      JOIN service.message m ON m.tenant_id = \(tenant) AND m.conversation_id = c.id
        AND m.author = 'customer'
      GROUP BY c.id, c.session_id, c.opened_at ORDER BY c.opened_at DESC, c.id
      """
    )
  }
}

public import Foundation
public import TenantStore

extension AnswerTimes: TenantRow {
  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    guard let channel = ChatChannel(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.channel = channel
    answers = try row.next()
    median = try row.next()
    ninetyFifth = try row.next()
    ninetyNinth = try row.next()
    late = try row.next()
  }
}

extension TenantQuerying {
  /// How long the service's own answers since a moment took, by the way on which they were asked for.
  public func answerTimes(since moment: Date) async throws -> [AnswerTimes] {
    try await all(
      """
      SELECT payload ->> 'channel', count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY (payload ->> 'took')::float8),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY (payload ->> 'took')::float8),
        percentile_cont(0.99) WITHIN GROUP (ORDER BY (payload ->> 'took')::float8),
        count(*) FILTER (WHERE payload -> 'late' = 'true'::jsonb)
      FROM service.message
      WHERE tenant_id = \(tenant) AND author = 'bot' AND written_at >= \(moment)
        AND payload ->> 'took' IS NOT NULL
      GROUP BY 1 ORDER BY 1
      """
    )
  }

  /// How many answers since a moment took longer than the merchant allows.
  public func lateAnswers(since moment: Date) async throws -> Int {
    try await answerTimes(since: moment).reduce(0) { $0 + $1.late }
  }
}

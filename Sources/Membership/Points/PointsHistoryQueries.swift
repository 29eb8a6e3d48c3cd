public import Foundation
public import TenantStore

/// A line of a member's history of points.
public struct PointsHistoryLine: Hashable, TenantRow {
  /// The place among the member's entries, from 1; the cursor of the history.
  public let sequence: Int64
  /// Why points changed.
  public let kind: PointsEntry.Kind
  /// The order that it is about.
  public let order: UUID?
  /// The change of each part of the balance.
  public let change: PointsBalance
  /// What all entries added up to after this one.
  public let totalAfter: Int64
  /// When it happened, in UTC.
  public let happenedAt: Date

  /// Reads a row of the history.
  public init(row: inout ColumnReader) throws {
    sequence = try row.next()
    guard let kind = PointsEntry.Kind(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.kind = kind
    order = try row.next()
    var change = PointsBalance()
    change.pending = try row.next()
    change.available = try row.next()
    change.held = try row.next()
    change.debt = try row.next()
    self.change = change
    totalAfter = try row.next()
    happenedAt = try row.next()
  }
}

extension TenantQuerying {
  /// A member's history of points, newest first.
  ///
  /// - `before`: Only lines before this one; nothing for the newest.
  /// - `limit`: At most so many, 1 to 100.
  public func pointsHistory(of member: MemberID, before: Int64? = nil, limit: Int = 50)
    async throws -> [PointsHistoryLine]
  {
    let member = try await staying(member)
    return try await all(
      """
      SELECT sequence, kind, order_id, pending, available, held, debt, total_after, created_at
      FROM membership.points_entry
      WHERE tenant_id = \(tenant) AND member_id = \(member)
        AND (\(before)::bigint IS NULL OR sequence < \(before)::bigint)
      ORDER BY sequence DESC LIMIT \(min(max(limit, 1), 100))
      """
    )
  }
}

internal import Foundation
public import TenantStore

/// How many members stand in a tier.
public struct TierCount: Hashable, TenantRow {
  /// The tier by its place from 0.
  public let level: Int
  /// How many members stand in it.
  public let members: Int64

  /// Reads the columns `level, count`.
  public init(row: inout ColumnReader) throws {
    level = Int(try row.next(Int32.self))
    members = try row.next()
  }
}

extension TierMove: TenantRow {
  /// Reads the columns `from_level, to_level, reason, happened_at`.
  public init(row: inout ColumnReader) throws {
    from = Int(try row.next(Int32.self))
    to = Int(try row.next(Int32.self))
    guard let reason = Reason(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.reason = reason
    at = try row.next()
  }
}

extension TenantQuerying {
  /// How many members stand in each tier in which there are any, as they were noted last; accounts
  /// that were merged or erased are nobody.
  public func tierCounts() async throws -> [TierCount] {
    try await all(
      """
      SELECT s.level, count(*) FROM membership.tier_standing s
      WHERE s.tenant_id = \(tenant) AND NOT EXISTS (
        SELECT FROM membership.member m
        WHERE m.tenant_id = \(tenant) AND m.id = s.member_id
          AND (m.merged_into IS NOT NULL OR m.erased_at IS NOT NULL))
      GROUP BY s.level ORDER BY s.level
      """
    )
  }

  /// In which tier a member stands as it was noted last, by its place from 0.
  func tierLevel(of member: MemberID) async throws -> Int {
    let member = try await staying(member)
    let level: Int32? = try await value(
      """
      SELECT level FROM membership.tier_standing
      WHERE tenant_id = \(tenant) AND member_id = \(member)
      """
    )
    return level.map(Int.init) ?? 0
  }

  /// How a member moved between tiers, latest first; at most 100.
  public func tierChanges(of member: MemberID) async throws -> [TierMove] {
    let member = try await staying(member)
    return try await all(
      """
      SELECT from_level, to_level, reason, happened_at FROM membership.tier_change
      WHERE tenant_id = \(tenant) AND member_id = \(member) ORDER BY sequence DESC LIMIT 100
      """
    )
  }
}

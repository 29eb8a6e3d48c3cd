internal import Foundation
internal import TenantStore

/// A merge that can be undone.
struct OpenMerge: TenantRow {
  let id: UUID
  let into: MemberID
  let followers: [UUID]

  init(row: inout ColumnReader) throws {
    id = try row.next()
    into = try row.next()
    followers = try row.next()
  }
}

extension TenantTransaction {
  /// Points accounts at the one that stays.
  func point(_ accounts: [UUID], at target: MemberID) async throws {
    try await execute(
      """
      UPDATE membership.member SET merged_into = \(target)
      WHERE tenant_id = \(tenant) AND id = ANY (\(accounts))
      """
    )
  }

  /// Gives an account its own life back.
  func free(_ account: MemberID) async throws {
    try await execute(
      """
      UPDATE membership.member SET merged_into = NULL
      WHERE tenant_id = \(tenant) AND id = \(account)
      """
    )
  }

  /// Notes a merge with the accounts that came along.
  ///
  /// - Returns: The merge.
  func noteMerge(of account: MemberID, into target: MemberID, followers: [MemberID])
    async throws -> UUID
  {
    let id = environment.makeID()
    try await execute(
      """
      INSERT INTO membership.member_merge
        (tenant_id, id, merged_id, into_id, followers, merged_at)
      VALUES (\(tenant), \(id), \(account), \(target), \(followers.map(\.uuid)),
        \(environment.now()))
      """
    )
    return id
  }

  /// The merge of an account that was not undone, held until the transaction ends.
  func lockMerge(of account: MemberID) async throws -> OpenMerge? {
    try await optional(
      """
      SELECT id, into_id, followers FROM membership.member_merge
      WHERE tenant_id = \(tenant) AND merged_id = \(account) AND undone_at IS NULL
      FOR UPDATE
      """
    )
  }

  /// Notes that a merge was undone.
  func closeMerge(_ id: UUID) async throws {
    try await execute(
      """
      UPDATE membership.member_merge SET undone_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }
}

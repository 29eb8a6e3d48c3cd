internal import Foundation
public import TenantStore

extension GroupMessage: TenantRow {
  /// Reads the columns `id, grp, body, asked_by, asked_at, outcome`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    group = try row.next()
    text = try row.next()
    askedBy = try row.next()
    askedAt = try row.next()
    outcome = try row.next()
  }
}

extension TenantQuerying {
  /// What was said in groups, the latest first; at most 20.
  public func groupMessages() async throws -> [GroupMessage] {
    try await all(
      """
      SELECT id, grp, body, asked_by, asked_at, outcome FROM membership.group_message
      WHERE tenant_id = \(tenant) ORDER BY asked_at DESC, id DESC LIMIT 20
      """
    )
  }

  /// Something that is said in a group.
  func groupMessage(_ id: GroupMessageID) async throws -> GroupMessage? {
    try await optional(
      """
      SELECT id, grp, body, asked_by, asked_at, outcome FROM membership.group_message
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }
}

extension TenantTransaction {
  /// Writes something that is to be said in a group.
  func insertGroupMessage(
    _ id: GroupMessageID,
    _ text: String,
    to code: String,
    by login: String
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.group_message (tenant_id, id, grp, body, asked_by, asked_at)
      VALUES (\(tenant), \(id), \(code), \(text), \(login), \(environment.now()))
      """
    )
  }

  /// Notes that it is handed over; false where it was before.
  func handOver(_ id: GroupMessageID) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.group_message SET handed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND handed_at IS NULL
      """
    ) == 1
  }

  /// Notes that it certainly did not go out.
  func takeBack(_ id: GroupMessageID) async throws {
    try await execute(
      """
      UPDATE membership.group_message SET handed_at = NULL
      WHERE tenant_id = \(tenant) AND id = \(id) AND outcome IS NULL
      """
    )
  }

  /// Notes what came of handing it over.
  func note(_ outcome: String, of id: GroupMessageID) async throws {
    try await execute(
      """
      UPDATE membership.group_message SET outcome = \(outcome)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Takes away a way to a member by which she is not to be reached any more; false where it is gone.
  func removeContact(_ channel: ContactChannel, _ address: String) async throws -> Bool {
    try await execute(
      """
      DELETE FROM membership.contact
      WHERE tenant_id = \(tenant) AND channel = \(channel.rawValue) AND address = \(address)
      """
    ) == 1
  }
}

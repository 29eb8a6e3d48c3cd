internal import Foundation
public import TenantStore

extension Member: TenantRow {
  /// Reads the columns of a query for members, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    displayName = try row.next()
    joinedAt = try row.next()
    erasedAt = try row.next()
    merged = try row.next([UUID].self).map { MemberID(uuid: $0) }
  }
}

extension Contact: TenantRow {
  /// Reads the columns `channel, address`.
  public init(row: inout ColumnReader) throws {
    guard let channel = ContactChannel(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.channel = channel
    address = try row.next()
  }
}

/// Which members a list shows.
public struct MemberListQuery: Sendable {
  /// Only members with this tag.
  public var tag: String?
  /// Only members whose name or tag has this in it, or whose number or address does.
  ///
  /// Of numbers and addresses at least four characters count, so that nobody leafs through them.
  public var text: String?
  /// Only members with a child in this stage, as it was last announced.
  public var stage: ChildStage?
  /// Only members before this one: the list begins with the newest.
  public var before: MemberID?
  /// At most so many, 1 to 100.
  public var limit = 50

  /// Asks for the newest fifty.
  public init() {}
}

extension QueryPart {
  /// What a ``Member`` is read from, of `member m`; $1 is the tenant wherever the part stands.
  fileprivate static let member: QueryPart =
    """
    m.id, m.display_name, m.joined_at, m.erased_at,
    ARRAY(SELECT a.id FROM membership.member a
      WHERE a.tenant_id = m.tenant_id AND a.merged_into = m.id ORDER BY a.id)
    """
}

extension QueryPart {
  /// The condition that `member m`, or an account that was merged into it, is called by a text.
  fileprivate static func matching(_ text: String?) -> QueryPart {
    guard let text, !text.isEmpty else { return "" }
    return """
      AND EXISTS (
        SELECT FROM membership.member a
        WHERE a.tenant_id = $1 AND (a.id = m.id OR a.merged_into = m.id) AND (
          strpos(lower(a.display_name), lower(\(text))) > 0
          OR EXISTS (SELECT FROM membership.member_tag g
            WHERE g.tenant_id = $1 AND g.member_id = a.id
              AND strpos(lower(g.tag), lower(\(text))) > 0)
      """ + reached(by: text) + "))"
  }

  /// The condition that `member a` is reached by what has a text in it.
  private static func reached(by text: String) -> QueryPart {
    // Numbers are written with spaces and hyphens by people, and without by the database.
    let dense = text.filter { !" -()".contains($0) }
    guard dense.unicodeScalars.count >= 4 else { return "" }
    return """
       OR EXISTS (SELECT FROM membership.contact c
        WHERE c.tenant_id = $1 AND c.member_id = a.id AND c.channel IN ('phone', 'email')
          AND strpos(lower(c.address), lower(\(dense))) > 0)
      """
  }
}

extension TenantQuerying {
  /// A member; for a merged account the one that stays.
  public func member(_ id: MemberID) async throws -> Member? {
    try await optional(
      """
      SELECT \(QueryPart.member) FROM membership.member m
      WHERE m.tenant_id = \(tenant) AND m.id = (
        SELECT coalesce(o.merged_into, o.id) FROM membership.member o
        WHERE o.tenant_id = \(tenant) AND o.id = \(id))
      """
    )
  }

  /// Members, newest first, without merged and erased accounts.
  public func members(_ query: MemberListQuery) async throws -> [Member] {
    try await all(
      """
      SELECT \(QueryPart.member) FROM membership.member m
      WHERE m.tenant_id = \(tenant) AND m.merged_into IS NULL AND m.erased_at IS NULL
        AND (\(query.before?.uuid)::uuid IS NULL OR m.id < \(query.before?.uuid))
        AND (\(query.tag)::text IS NULL OR EXISTS (
          SELECT FROM membership.member_tag t
          WHERE t.tenant_id = \(tenant) AND t.member_id = m.id AND t.tag = \(query.tag)))
        \(QueryPart.matching(query.text))
        AND (\(query.stage?.rawValue)::text IS NULL OR EXISTS (
          SELECT FROM membership.child c
          WHERE c.tenant_id = \(tenant) AND c.member_id = m.id
            AND c.told_stage = \(query.stage?.rawValue) AND c.quiet_since IS NULL))
      ORDER BY m.id DESC LIMIT \(max(1, min(query.limit, 100)))
      """
    )
  }

  /// How many members a list would show in all, for the size of a segment.
  public func memberCount(_ query: MemberListQuery) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM membership.member m
      WHERE m.tenant_id = \(tenant) AND m.merged_into IS NULL AND m.erased_at IS NULL
        AND (\(query.tag)::text IS NULL OR EXISTS (
          SELECT FROM membership.member_tag t
          WHERE t.tenant_id = \(tenant) AND t.member_id = m.id AND t.tag = \(query.tag)))
        \(QueryPart.matching(query.text))
        AND (\(query.stage?.rawValue)::text IS NULL OR EXISTS (
          SELECT FROM membership.child c
          WHERE c.tenant_id = \(tenant) AND c.member_id = m.id
            AND c.told_stage = \(query.stage?.rawValue) AND c.quiet_since IS NULL))
      """
    ) ?? 0
  }

  /// The account that an address signs in to; nothing when nobody has proved it.
  public func memberBehind(_ channel: ContactChannel, _ address: String) async throws -> MemberID? {
    try await value(
      """
      SELECT coalesce(m.merged_into, m.id) FROM membership.contact c
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = c.member_id
      WHERE c.tenant_id = \(tenant) AND c.channel = \(channel.rawValue)
        AND c.address = \(address)
      """
    )
  }

  /// The proved ways to reach a member, over all merged accounts.
  public func contacts(of member: Member) async throws -> [Contact] {
    try await all(
      """
      SELECT channel, address FROM membership.contact
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY channel, address
      """
    )
  }

  /// The merchant's words on a member, over all merged accounts.
  public func tags(of member: Member) async throws -> [String] {
    try await values(
      """
      SELECT DISTINCT tag FROM membership.member_tag
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY tag
      """
    )
  }
}

extension TenantTransaction {
  /// Makes an account.
  func insertMember(_ id: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.member (tenant_id, id, joined_at)
      VALUES (\(tenant), \(id), \(environment.now()))
      """
    )
  }

  /// Gives an address to an account, unless somebody has it.
  ///
  /// - Returns: Whether it was given.
  func insertContact(_ channel: ContactChannel, _ address: String, of member: MemberID)
    async throws -> Bool
  {
    try await execute(
      """
      INSERT INTO membership.contact (tenant_id, channel, address, member_id, proved_at)
      VALUES (\(tenant), \(channel.rawValue), \(address), \(member), \(environment.now()))
      ON CONFLICT (tenant_id, channel, address) DO NOTHING
      """
    ) == 1
  }

  /// Takes away an account that nothing hangs on yet.
  func removeMember(_ id: MemberID) async throws {
    try await execute(
      "DELETE FROM membership.member WHERE tenant_id = \(tenant) AND id = \(id)"
    )
  }

  /// Holds accounts until the transaction ends, in the order of their ids.
  func lockMembers(_ ids: [MemberID]) async throws {
    _ = try await values(
      """
      SELECT id FROM membership.member
      WHERE tenant_id = \(tenant) AND id = ANY (\(ids.map(\.uuid))) ORDER BY id FOR UPDATE
      """,
      as: UUID.self
    )
  }

  /// Changes how a member is addressed.
  func setName(_ name: String, of member: MemberID) async throws {
    try await execute(
      """
      UPDATE membership.member SET display_name = \(name)
      WHERE tenant_id = \(tenant) AND id = \(member)
      """
    )
  }

  /// Puts a word on a member; again changes nothing.
  func insertTag(_ tag: String, on member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.member_tag (tenant_id, member_id, tag, tagged_at)
      VALUES (\(tenant), \(member), \(tag), \(environment.now()))
      ON CONFLICT (tenant_id, member_id, tag) DO NOTHING
      """
    )
  }

  /// Takes a word off all accounts of a member.
  func removeTag(_ tag: String, from member: Member) async throws {
    try await execute(
      """
      DELETE FROM membership.member_tag
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND tag = \(tag)
      """
    )
  }
}

internal import Foundation
public import TenantStore

extension ContactGroup: TenantRow {
  /// Reads the columns `code, name, kind, keeper, members, chat, closed_at`.
  public init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try row.next()
    guard let kind = Kind(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.kind = kind
    keeper = try row.next()
    members = try row.next()
    chat = try row.next()
    closedAt = try row.next()
  }
}

extension ContactTask: TenantRow {
  /// Reads the columns `campaign, name, message, member, keeper, opened_at`.
  public init(row: inout ColumnReader) throws {
    campaign = try row.next()
    name = try row.next()
    message = try row.next()
    member = try row.next()
    keeper = try row.next()
    openedAt = try row.next()
  }
}

extension QueryPart {
  /// Columns of `contact_group g`; $1 is the tenant wherever the part stands.
  fileprivate static let group: QueryPart = """
    g.code, g.name, g.kind, g.keeper,
    (SELECT count(*) FROM membership.contact_group_member i
      WHERE i.tenant_id = $1 AND i.grp = g.code), g.chat, g.closed_at
    """
}

extension TenantQuerying {
  /// Groups, those that are open first, by name; at most 100.
  public func contactGroups() async throws -> [ContactGroup] {
    try await all(
      """
      SELECT \(QueryPart.group) FROM membership.contact_group g
      WHERE g.tenant_id = \(tenant) ORDER BY g.closed_at IS NOT NULL, g.name, g.code LIMIT 100
      """
    )
  }

  /// A group.
  func contactGroup(_ code: String) async throws -> ContactGroup? {
    try await optional(
      """
      SELECT \(QueryPart.group) FROM membership.contact_group g
      WHERE g.tenant_id = \(tenant) AND g.code = \(code)
      """
    )
  }

  /// The short names of the groups that a member is in, over all merged accounts.
  public func contactGroups(of member: Member) async throws -> [String] {
    try await values(
      """
      SELECT DISTINCT grp FROM membership.contact_group_member
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY grp
      """
    )
  }

  /// Members with whom the staff is to talk, the oldest first; at most 100.
  ///
  /// Left out is who ordered since, wants silence about a child, or agrees to offers no more.
  /// - Parameter login: Only tasks of this member of staff and of nobody.
  /// - Returns: The tasks.
  /// - Throws: What the database throws.
  public func contactTasks(of login: String? = nil) async throws -> [ContactTask] {
    try await all(
      """
      SELECT t.campaign, c.name, c.message, coalesce(m.merged_into, m.id), t.keeper, t.opened_at
      FROM membership.contact_task t
      JOIN membership.campaign c ON c.tenant_id = \(tenant) AND c.code = t.campaign
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = t.member_id
      CROSS JOIN LATERAL (SELECT ARRAY(SELECT a.id FROM membership.member a
        WHERE a.tenant_id = \(tenant) AND (a.id = coalesce(m.merged_into, m.id)
          OR a.merged_into = coalesce(m.merged_into, m.id))) AS ids) own
      WHERE t.tenant_id = \(tenant) AND t.done_at IS NULL AND c.ended_at IS NULL
        AND (\(login)::text IS NULL OR t.keeper IS NULL OR t.keeper = \(login))
        AND \(QueryPart.agreesToOffers)
        AND NOT EXISTS (SELECT FROM membership.paid_order p
          WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (own.ids)
            AND p.paid_at > t.opened_at)
        AND NOT EXISTS (SELECT FROM membership.child q
          WHERE q.tenant_id = \(tenant) AND q.member_id = ANY (own.ids)
            AND q.quiet_since > t.opened_at)
      ORDER BY t.opened_at, t.campaign, t.member_id LIMIT 100
      """
    )
  }

  /// Whether there is or was a task about one of some accounts.
  func isTask(_ campaign: String, _ accounts: [MemberID]) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.contact_task
        WHERE tenant_id = \(tenant) AND campaign = \(campaign)
          AND member_id = ANY (\(accounts.map(\.uuid))))
      """
    ) ?? false
  }
}

extension TenantTransaction {
  /// Writes a group, or what it is called and who keeps it; one that was closed is open again.
  func keepGroup(
    _ code: String,
    _ name: String,
    _ kind: ContactGroup.Kind,
    _ keeper: String,
    _ chat: String?
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.contact_group (tenant_id, code, name, kind, keeper, chat, opened_at)
      VALUES (\(tenant), \(code), \(name), \(kind.rawValue), \(keeper), \(chat),
        \(environment.now()))
      ON CONFLICT (tenant_id, code) DO UPDATE
      SET name = excluded.name, kind = excluded.kind, keeper = excluded.keeper,
        chat = coalesce(excluded.chat, contact_group.chat), closed_at = NULL
      """
    )
  }

  /// Closes a group; false where it was.
  func closeGroup(_ code: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.contact_group SET closed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND code = \(code) AND closed_at IS NULL
      """
    ) == 1
  }

  /// Notes that a member is in a group; false where an account of the member was.
  func enterGroup(_ code: String, _ member: Member) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.contact_group_member (tenant_id, grp, member_id, joined_at)
      SELECT \(tenant), \(code), \(member.id), \(environment.now())
      WHERE NOT EXISTS (SELECT FROM membership.contact_group_member o
        WHERE o.tenant_id = \(tenant) AND o.grp = \(code)
          AND o.member_id = ANY (\(member.accounts.map(\.uuid))))
      ON CONFLICT (tenant_id, grp, member_id) DO NOTHING
      """
    ) == 1
  }

  /// Notes that a member left a group; false where no account of the member was in it.
  func leaveGroup(_ code: String, _ member: Member) async throws -> Bool {
    try await execute(
      """
      DELETE FROM membership.contact_group_member
      WHERE tenant_id = \(tenant) AND grp = \(code)
        AND member_id = ANY (\(member.accounts.map(\.uuid)))
      """
    ) > 0
  }

  /// Opens a task about a member who was reached by a campaign: the keeper's of the campaign's group, or of
  /// the first open group that the member is in; none about who wanted no offers this way before.
  func openTask(_ campaign: CampaignPlan, _ member: Member) async throws {
    try await execute(
      """
      INSERT INTO membership.contact_task (tenant_id, campaign, member_id, keeper, opened_at)
      SELECT \(tenant), \(campaign.code), \(member.id), (
        SELECT g.keeper FROM membership.contact_group_member i
        JOIN membership.contact_group g ON g.tenant_id = \(tenant) AND g.code = i.grp
        WHERE i.tenant_id = \(tenant) AND i.member_id = ANY (\(member.accounts.map(\.uuid)))
          AND g.closed_at IS NULL
          AND (\(campaign.segment.group)::text IS NULL OR g.code = \(campaign.segment.group))
        ORDER BY i.joined_at, g.code LIMIT 1), \(environment.now())
      WHERE NOT EXISTS (SELECT FROM membership.contact_task d
        WHERE d.tenant_id = \(tenant) AND d.member_id = ANY (\(member.accounts.map(\.uuid)))
          AND d.outcome = 'declined')
      ON CONFLICT (tenant_id, campaign, member_id) DO NOTHING
      """
    )
  }

  /// Notes what came of a task; false where it was noted before, or there is none.
  func closeTask(
    _ campaign: String,
    _ accounts: [MemberID],
    _ outcome: ContactTask.Outcome,
    _ login: String
  ) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.contact_task
      SET outcome = \(outcome.rawValue), done_by = \(login), done_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND campaign = \(campaign)
        AND member_id = ANY (\(accounts.map(\.uuid))) AND done_at IS NULL
      """
    ) > 0
  }
}

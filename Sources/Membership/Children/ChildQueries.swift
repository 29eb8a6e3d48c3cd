internal import Foundation
public import TenantStore

extension Child: TenantRow {
  /// Reads the columns of a query for children, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    siblings = try row.next()
    nickname = try row.next()
    sex = try row.next(String?.self).flatMap { ChildSex(rawValue: $0) }
    let (due, birth): (Int?, Int?) = (try row.next(), try row.next())
    guard let dates = try ChildDates(dueNumber: due, birthNumber: birth) else {
      throw TenantStoreError.emptyAnswer
    }
    self.dates = dates
    quietSince = try row.next()
  }
}

extension QueryPart {
  /// What a ``Child`` is read from, of `child c`; days count from 1970.
  static let child: QueryPart =
    """
    c.id, c.member_id, c.siblings, c.nickname, c.sex, c.due_on - DATE '1970-01-01',
    c.born_on - DATE '1970-01-01', c.quiet_since
    """
}

extension TenantQuerying {
  /// The children of a member over all merged accounts, in the order in which they were entered.
  public func children(of member: Member) async throws -> [Child] {
    try await children(ofAccounts: member.accounts)
  }

  /// The children of one person's accounts, in the order in which they were entered.
  func children(ofAccounts accounts: [MemberID]) async throws -> [Child] {
    try await all(
      """
      SELECT \(QueryPart.child) FROM membership.child c
      WHERE c.tenant_id = \(tenant) AND c.member_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY c.id LIMIT \(ChildRule.limit)
      """
    )
  }

  /// The days on which children of a member entered their stages.
  public func stageTurns(of child: ChildID) async throws -> [StageTurn] {
    try await all(
      """
      SELECT stage, turned_on - DATE '1970-01-01' FROM membership.stage_turn
      WHERE tenant_id = \(tenant) AND child_id = \(child) ORDER BY turned_on, stage
      """
    )
  }
}

extension TenantTransaction {
  /// A child, held until the transaction ends.
  func lockChild(_ id: ChildID) async throws -> Child? {
    try await optional(
      """
      SELECT \(QueryPart.child) FROM membership.child c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id) FOR UPDATE
      """
    )
  }

  /// Writes a new child with the guardian's consent that its key leads to.
  func insertChild(_ child: Child, consent: Int64) async throws {
    try await execute(
      """
      INSERT INTO membership.child (tenant_id, id, member_id, siblings, nickname, sex, due_on,
        born_on, consent, turns_on, added_at)
      VALUES (\(tenant), \(child.id), \(child.member), \(child.siblings), \(child.nickname),
        \(child.sex?.rawValue), DATE '1970-01-01' + \(child.dates.dueDay?.number)::integer,
        DATE '1970-01-01' + \(child.dates.birthDay?.number)::integer, \(consent),
        DATE '1970-01-01' + \(StageRule.firstTurn(of: child.dates)?.number)::integer,
        \(environment.now()))
      """
    )
  }

  /// Writes a child's new values; what was announced of stages is looked at again.
  func updateChild(_ child: Child) async throws {
    let turn = child.quietSince == nil ? StageRule.firstTurn(of: child.dates)?.number : nil
    try await execute(
      """
      UPDATE membership.child
      SET nickname = \(child.nickname), sex = \(child.sex?.rawValue),
        due_on = DATE '1970-01-01' + \(child.dates.dueDay?.number)::integer,
        born_on = DATE '1970-01-01' + \(child.dates.birthDay?.number)::integer,
        quiet_since = \(child.quietSince),
        turns_on = DATE '1970-01-01' + \(turn)::integer, version = version + 1
      WHERE tenant_id = \(tenant) AND id = \(child.id)
      """
    )
  }

  /// Deletes a child with everything that hangs on it.
  func removeChild(_ id: ChildID) async throws {
    try await execute(
      "DELETE FROM membership.child WHERE tenant_id = \(tenant) AND id = \(id)"
    )
  }
}

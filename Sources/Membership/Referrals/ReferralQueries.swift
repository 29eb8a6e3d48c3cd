internal import Foundation
public import TenantStore

extension Referral: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    inviter = try row.next()
    invitee = try row.next()
    guard let state = ReferralState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    order = try row.next()
    amount = try row.next()
    invitedAt = try row.next()
    orderedAt = try row.next()
    dueAt = try row.next()
    changes = try row.next()
  }
}

extension ReferralDecision: TenantRow {
  /// Reads the columns `state, reasons, actor, created_at`.
  public init(row: inout ColumnReader) throws {
    guard let state = ReferralState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    reasons = try row.next()
    actor = try row.next()
    decidedAt = try row.next()
  }
}

private struct TieRow: TenantRow {
  let trait: String
  let relative: MemberID
  let crowd: Int64

  init(row: inout ColumnReader) throws {
    trait = try row.next()
    relative = try row.next()
    crowd = try row.next()
  }
}

private struct VisitRow: TenantRow {
  let visit: ReferralEvidence.Visit

  init(row: inout ColumnReader) throws {
    visit = ReferralEvidence.Visit(
      invitedAt: try row.next(),
      orderedAt: try row.next(),
      amount: try row.next()
    )
  }
}

extension QueryPart {
  /// The columns of a referral.
  fileprivate static let referral: QueryPart = """
    id, inviter_id, invitee_id, state, order_id, amount, invited_at, ordered_at, due_at, changes
    """
}

extension TenantQuerying {
  /// A referral by its id.
  public func referral(_ id: ReferralID) async throws -> Referral? {
    try await optional(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Referrals in a state, latest first; at most 100.
  public func referrals(in state: ReferralState) async throws -> [Referral] {
    try await all(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND state = \(state.rawValue) ORDER BY id DESC LIMIT 100
      """
    )
  }

  /// Whom a member invited, latest first; at most 100.
  public func referrals(by inviter: MemberID) async throws -> [Referral] {
    let accounts = try await accounts(of: inviter)
    return try await all(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND inviter_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY invited_at DESC LIMIT 100
      """
    )
  }

  /// Every decision on a referral, the first one first.
  public func referralDecisions(on id: ReferralID) async throws -> [ReferralDecision] {
    try await all(
      """
      SELECT state, reasons, actor, created_at FROM membership.referral_entry
      WHERE tenant_id = \(tenant) AND referral_id = \(id) ORDER BY sequence
      """
    )
  }

  /// Referrals whose return period is over, after one of them; at most 500.
  func dueReferrals(after last: ReferralID?) async throws -> [ReferralID] {
    try await values(
      """
      SELECT id FROM membership.referral
      WHERE tenant_id = \(tenant) AND state = 'waiting' AND due_at <= \(environment.now())
        AND (\(last)::uuid IS NULL OR id > \(last)::uuid)
      ORDER BY id LIMIT 500
      """
    )
  }

  /// What an invited member shares with others in the same tree of invitations.
  ///
  /// The tree is looked at from at most four inviters above, down to eight levels.
  func referralTies(of referral: Referral) async throws -> [ReferralEvidence.Tie] {
    let rows: [TieRow] = try await all(
      """
      WITH RECURSIVE up (member_id, depth) AS (
        SELECT \(referral.inviter)::uuid, 0
        UNION
        SELECT r.inviter_id, u.depth + 1 FROM up u
        JOIN membership.referral r ON r.tenant_id = \(tenant) AND r.invitee_id = u.member_id
        WHERE u.depth < 4
      ), tree (member_id, depth) AS (
        SELECT member_id, 0 FROM up
        UNION
        SELECT r.invitee_id, t.depth + 1 FROM tree t
        JOIN membership.referral r ON r.tenant_id = \(tenant) AND r.inviter_id = t.member_id
        WHERE t.depth < 8
      )
      SELECT mine.kind, other.member_id, (
        SELECT count(*) FROM membership.referral_trait c
        WHERE c.tenant_id = \(tenant) AND c.kind = mine.kind AND c.digest = mine.digest)
      FROM membership.referral_trait mine
      JOIN membership.referral_trait other ON other.tenant_id = \(tenant)
        AND other.kind = mine.kind AND other.digest = mine.digest
        AND other.member_id <> mine.member_id
      WHERE mine.tenant_id = \(tenant) AND mine.member_id = \(referral.invitee)
        AND other.member_id IN (SELECT member_id FROM tree)
      ORDER BY mine.kind, other.member_id LIMIT 500
      """
    )
    return rows.compactMap { row in
      ReferralTrait(rawValue: row.trait).map {
        ReferralEvidence.Tie($0, with: row.relative, crowd: Int(row.crowd))
      }
    }
  }

  /// The visits of others whom the same member invited within a day before or after; at most 500.
  func siblingVisits(of referral: Referral) async throws -> [ReferralEvidence.Visit] {
    let (day, center) = (86_400.0, referral.invitedAt)
    let (from, until) = (center.addingTimeInterval(-day), center.addingTimeInterval(day))
    let rows: [VisitRow] = try await all(
      """
      SELECT invited_at, ordered_at, coalesce(amount, 0) FROM membership.referral
      WHERE tenant_id = \(tenant) AND inviter_id = \(referral.inviter) AND id <> \(referral.id)
        AND invited_at >= \(from) AND invited_at <= \(until)
      ORDER BY invited_at, id LIMIT 500
      """
    )
    return rows.map(\.visit)
  }

  /// For how many referrals a member was rewarded since an instant.
  func rewardedReferrals(of inviter: MemberID, since: Date) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM membership.referral r
      JOIN membership.referral_entry e ON e.tenant_id = \(tenant) AND e.referral_id = r.id
        AND e.state = 'rewarded'
      WHERE r.tenant_id = \(tenant) AND r.inviter_id = \(inviter) AND e.created_at >= \(since)
      """
    ) ?? 0
  }

  /// Whether one of some accounts is above one of others in the tree of invitations.
  func isInviter(anyOf accounts: [MemberID], above others: [MemberID]) async throws -> Bool {
    try await value(
      """
      WITH RECURSIVE up (member_id) AS (
        SELECT unnest(\(others.map(\.uuid)))
        UNION
        SELECT r.inviter_id FROM up u
        JOIN membership.referral r ON r.tenant_id = \(tenant) AND r.invitee_id = u.member_id
      )
      SELECT EXISTS (SELECT FROM up WHERE member_id = ANY (\(accounts.map(\.uuid))))
      """
    ) ?? false
  }

  /// Whether one of some accounts has placed an order before that was not called off unpaid.
  ///
  /// What is paid later counts from the moment it is placed, so that nobody has two first orders.
  func hasOrdered(anyOf accounts: [MemberID]) async throws -> Bool {
    let ids = accounts.map(\.uuid)
    return try await value(
      """
      SELECT EXISTS (SELECT FROM membership.paid_order
        WHERE tenant_id = \(tenant) AND member_id = ANY (\(ids)))
      OR EXISTS (SELECT FROM membership.placed_order p
        WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (\(ids))
          AND NOT EXISTS (SELECT FROM membership.called_off_order c
            WHERE c.tenant_id = \(tenant) AND c.order_id = p.order_id))
      """
    ) ?? false
  }
}

extension TenantTransaction {
  /// The code of a member, which is made when there is none.
  func referralCode(of member: MemberID, draft: String) async throws -> String? {
    try await value(
      """
      INSERT INTO membership.referral_code AS c (tenant_id, code, member_id, created_at)
      VALUES (\(tenant), \(draft), \(member), \(environment.now()))
      ON CONFLICT (tenant_id, member_id) DO UPDATE SET code = c.code RETURNING code
      """
    )
  }

  /// Whose code it is.
  func inviter(code: String) async throws -> MemberID? {
    try await value(
      """
      SELECT member_id FROM membership.referral_code
      WHERE tenant_id = \(tenant) AND code = \(code)
      """
    )
  }

  /// The referral of whoever of some accounts was invited, the earliest first.
  func referral(toAnyOf accounts: [MemberID]) async throws -> Referral? {
    try await optional(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND invitee_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY id LIMIT 1
      """
    )
  }

  /// Takes the locks of several members, in the order of their ids; each gets a code to be locked by.
  func lockInviters(_ accounts: [MemberID]) async throws {
    let drafts = accounts.map { _ in RandomCode.make(length: 8, environment) }
    _ = try await batch([
      """
      INSERT INTO membership.referral_code (tenant_id, code, member_id, created_at)
      SELECT \(tenant), n.code, n.member_id, \(environment.now())
      FROM unnest(\(drafts), \(accounts.map(\.uuid))) AS n (code, member_id)
      ORDER BY n.member_id ON CONFLICT DO NOTHING
      """,
      """
      SELECT code FROM membership.referral_code
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY member_id FOR UPDATE
      """,
    ])
  }

  /// Takes the lock under which a member's referrals are decided.
  func lockInviter(_ member: MemberID) async throws {
    _ = try await values(
      """
      SELECT code FROM membership.referral_code
      WHERE tenant_id = \(tenant) AND member_id = \(member) FOR UPDATE
      """,
      as: String.self
    )
  }

  /// Writes a referral.
  ///
  /// - Returns: Whether nobody had invited the member before.
  func insertReferral(_ id: ReferralID, inviter: MemberID, invitee: MemberID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.referral
        (tenant_id, id, inviter_id, invitee_id, state, invited_at)
      VALUES (\(tenant), \(id), \(inviter), \(invitee), 'invited', \(environment.now()))
      ON CONFLICT (tenant_id, invitee_id) DO NOTHING
      """
    ) == 1
  }

  /// Ties a referral to the first paid order of who was invited; of a person who was invited in several
  /// accounts the earliest counts, and no other.
  func attachReferral(to order: PaidOrder) async throws -> ReferralID? {
    let accounts = try await accounts(of: order.member)
    return try await value(
      """
      UPDATE membership.referral
      SET state = 'waiting', order_id = \(order.order), amount = \(order.amount.minorUnits),
        ordered_at = \(order.paidAt), due_at = \(order.returnEnds), changes = changes + 1
      WHERE tenant_id = \(tenant) AND state = 'invited' AND id = (
        SELECT id FROM membership.referral
        WHERE tenant_id = \(tenant) AND invitee_id = ANY (\(accounts.map(\.uuid)))
        ORDER BY id LIMIT 1)
      RETURNING id
      """
    )
  }

  /// Lets a referral that waits for an order be decided on now.
  func bringForwardReferral(ofOrder order: UUID) async throws {
    let now = environment.now()
    try await execute(
      """
      UPDATE membership.referral SET due_at = \(now), changes = changes + 1
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND state = 'waiting'
        AND due_at > \(now)
      """
    )
  }

  /// Moves a referral on, with the reasons.
  ///
  /// - Returns: Whether it was still as it was read.
  func moveReferral(
    _ referral: Referral,
    to state: ReferralState,
    reasons: [String],
    by actor: Actor
  ) async throws -> Bool {
    try await execute(
      """
      WITH moved AS (
        UPDATE membership.referral SET state = \(state.rawValue), changes = changes + 1
        WHERE tenant_id = \(tenant) AND id = \(referral.id) AND changes = \(referral.changes)
          AND state = \(referral.state.rawValue)
        RETURNING id, changes
      )
      INSERT INTO membership.referral_entry
        (tenant_id, referral_id, sequence, state, reasons, actor, created_at)
      SELECT \(tenant), id, changes, \(state.rawValue), \(reasons), \(actor.description),
        \(environment.now())
      FROM moved
      """
    ) == 1
  }

  /// The referral of an order.
  func referral(ofOrder order: UUID) async throws -> Referral? {
    try await optional(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  /// Open referrals in which one of some accounts has a part.
  func openReferrals(of accounts: [MemberID]) async throws -> [Referral] {
    let ids = accounts.map(\.uuid)
    return try await all(
      """
      SELECT \(QueryPart.referral) FROM membership.referral
      WHERE tenant_id = \(tenant) AND (inviter_id = ANY (\(ids)) OR invitee_id = ANY (\(ids)))
        AND state IN ('invited', 'waiting', 'flagged')
      ORDER BY id
      """
    )
  }
}

internal import Foundation
internal import TenantStore

/// Who is signed in on a session, with what offers are chosen by.
struct ShopperRow: TenantRow {
  let member: MemberID
  let accounts: [MemberID]
  let standing: SignedInStanding
  let tags: [String]
  let hasOrdered: Bool
  let hasChildren: Bool

  init(row: inout ColumnReader) throws {
    member = try row.next()
    accounts = try row.next([UUID].self).map { MemberID(uuid: $0) }
    standing = try SignedInStanding(row: &row)
    tags = try row.next()
    hasOrdered = try row.next()
    hasChildren = try row.next()
  }
}

/// What a member who is signed in holds and wants to use with the next order.
struct CheckoutHoldings: TenantRow {
  let standing: SignedInStanding
  /// At most so many points.
  let wanted: Int64?
  /// How many points can be spent, as it was when they changed last.
  let available: Int64
  /// The coupon that was chosen, where it is the member's.
  let coupon: Coupon?

  init(row: inout ColumnReader) throws {
    standing = try SignedInStanding(row: &row)
    wanted = try row.next()
    available = try row.next()
    let hasCoupon: Bool = try row.next()
    coupon = hasCoupon ? try Coupon(row: &row) : nil
    if !hasCoupon { row.skip(Coupon.columnCount) }
  }
}

/// Who is signed in on a session and wants to use what with the next order.
struct SignedInChoice: TenantRow {
  let member: MemberID
  let choice: CheckoutChoice

  init(row: inout ColumnReader) throws {
    member = try row.next()
    choice = try CheckoutChoice(row: &row)
  }
}

extension QueryPart {
  /// Whoever is signed in on `member_session s`: `member m`, which stays, all accounts as `own.ids`, and
  /// `tier_standing t`; $1 is the tenant wherever the part stands.
  fileprivate static let person: QueryPart = """
    JOIN membership.member o ON o.tenant_id = $1 AND o.id = s.member_id
    JOIN membership.member m ON m.tenant_id = $1 AND m.id = coalesce(o.merged_into, o.id)
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT a.id FROM membership.member a
      WHERE a.tenant_id = $1 AND (a.id = m.id OR a.merged_into = m.id)) AS ids) own
    LEFT JOIN membership.tier_standing t ON t.tenant_id = $1 AND t.member_id = m.id
    """

  /// The tier, and the plans that are paid for at an instant.
  fileprivate static func standing(at now: Date) -> QueryPart {
    """
    coalesce(t.level, 0), ARRAY(SELECT DISTINCT p.plan FROM membership.paid_term p
      WHERE p.tenant_id = $1 AND p.member_id = ANY (own.ids) AND p.starts_at <= \(now)
        AND p.ends_at > \(now) AND p.revoked_at IS NULL ORDER BY p.plan)
    """
  }

  /// The condition that somebody is signed in on `member_session s` at an instant.
  fileprivate static func isSignedIn(at now: Date) -> QueryPart {
    "m.erased_at IS NULL AND s.ended_at IS NULL AND s.signed_in_at > \(now - signedInFor)"
  }
}

extension TenantQuerying {
  /// Where the member who is signed in on a session stands as it was noted last.
  func standingSignedIn(on session: SessionID) async throws -> SignedInStanding? {
    let now = environment.now()
    return try await optional(
      """
      SELECT \(QueryPart.standing(at: now)) FROM membership.member_session s \(QueryPart.person)
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session)
        AND \(QueryPart.isSignedIn(at: now))
      """
    )
  }

  /// Who is signed in on a session, with what offers are chosen by.
  func shopperSignedIn(on session: SessionID) async throws -> ShopperRow? {
    let now = environment.now()
    return try await optional(
      """
      SELECT m.id, own.ids, \(QueryPart.standing(at: now)),
        ARRAY(SELECT DISTINCT g.tag FROM membership.member_tag g
          WHERE g.tenant_id = \(tenant) AND g.member_id = ANY (own.ids) ORDER BY g.tag),
        EXISTS (SELECT FROM membership.paid_order b
          WHERE b.tenant_id = \(tenant) AND b.member_id = ANY (own.ids))
        OR EXISTS (SELECT FROM membership.placed_order b
          WHERE b.tenant_id = \(tenant) AND b.member_id = ANY (own.ids)
            AND NOT EXISTS (SELECT FROM membership.called_off_order e
              WHERE e.tenant_id = \(tenant) AND e.order_id = b.order_id)),
        EXISTS (SELECT FROM membership.child c
          WHERE c.tenant_id = \(tenant) AND c.member_id = ANY (own.ids) AND c.quiet_since IS NULL)
      FROM membership.member_session s \(QueryPart.person)
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session)
        AND \(QueryPart.isSignedIn(at: now))
      """
    )
  }

  /// The ages of children who are spoken of, in whole months, where a person agreed to be shown things by
  /// them; nothing of them is read without.
  func agreedAges(ofChildrenOf accounts: [MemberID], on day: CalendarDate) async throws -> [Int] {
    let consents = ConsentRule.standing(try await consentEntries(ofAccounts: accounts))
    guard consents.contains(.personalisation) else { return [] }
    return try await children(ofAccounts: accounts).filter { $0.quietSince == nil }
      .compactMap { StageRule.months(of: $0.dates, on: CivilDay(day)) }
  }

  /// What the member who is signed in on a session holds and wants to use, in one round trip; in a
  /// transaction the choice stays as it is until that ends, so that nobody chooses something else between
  /// the price and the order.
  func checkoutHoldings(on session: SessionID) async throws -> CheckoutHoldings? {
    let now = environment.now()
    let held: TenantQuery = """
      SELECT FROM membership.member_session
      WHERE tenant_id = \(tenant) AND session_id = \(session) FOR UPDATE
      """
    let holdings: TenantQuery = """
      SELECT \(QueryPart.standing(at: now)), s.points, coalesce(q.available, 0),
        c.id IS NOT NULL, \(QueryPart.coupon)
      FROM membership.member_session s \(QueryPart.person)
      LEFT JOIN membership.points_account q ON q.tenant_id = \(tenant) AND q.member_id = m.id
      LEFT JOIN membership.coupon c ON c.tenant_id = \(tenant) AND c.id = s.coupon_id
        AND c.member_id = ANY (own.ids)
      LEFT JOIN membership.coupon_kind k ON k.tenant_id = \(tenant) AND k.id = c.kind_id
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session)
        AND \(QueryPart.isSignedIn(at: now))
      """
    // The second statement reads what the first one waited for.
    let results = try await batch(self is TenantTransaction ? [held, holdings] : [holdings])
    return try results.last?.optional()
  }

  /// Who is signed in on a session and wants to use what with the next order.
  func choiceSignedIn(on session: SessionID) async throws -> SignedInChoice? {
    try await optional(
      """
      SELECT m.id, s.coupon_id, s.points FROM membership.member_session s
      JOIN membership.member o ON o.tenant_id = \(tenant) AND o.id = s.member_id
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = coalesce(o.merged_into, o.id)
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session)
        AND \(QueryPart.isSignedIn(at: environment.now()))
      """
    )
  }
}

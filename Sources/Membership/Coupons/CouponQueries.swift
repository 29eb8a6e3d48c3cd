internal import Foundation
public import TenantStore

extension CouponKind: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    let code: String = try row.next()
    let name = try JSONDecoder().decode(
      LocalizedText.self,
      from: Data(try row.next(String.self).utf8)
    )
    let (effect, value): (String, Int64) = (try row.next(), try row.next())
    let minimum: Int64 = try row.next()
    let most: Int64? = try row.next()
    var terms = CouponTerms(code: code, name: name, effect: .shipping)
    if effect == "amount" { terms.effect = .amount(value) }
    if effect == "percent" { terms.effect = .percent(value, most: most) }
    terms.minimum = minimum
    terms.claimFrom = try row.next()
    terms.claimUntil = try row.next()
    terms.validUntil = try row.next()
    terms.validDays = try row.next(Int32?.self).map(Int.init)
    terms.pool = try row.next()
    terms.memberLimit = try row.next()
    terms.stages = try row.next()
    terms.segments = try row.next()
    terms.needsCode = try row.next()
    self.terms = terms
    claimed = try row.next()
    isActive = try row.next(String.self) == "active"
  }
}

extension Coupon: TenantRow {
  /// How many columns `QueryPart.coupon` has.
  static let columnCount = 23

  /// Reads a coupon's own columns, then those of its kind.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    guard let state = CouponState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    order = try row.next()
    validFrom = try row.next()
    validUntil = try row.next()
    kind = try CouponKind(row: &row)
  }
}

extension QueryPart {
  /// The columns of a coupon, of the table named `c`, and of its kind, of that named `k`.
  static let coupon: QueryPart =
    "c.id, c.state, c.order_id, c.valid_from, c.valid_until, " + couponKind

  /// The columns of a kind of coupon, of the table named `k`.
  fileprivate static let couponKind: QueryPart = """
    k.id, k.code, k.name::text, k.effect, k.value, k.minimum, k.most, k.claim_from, k.claim_until,
    k.valid_until, k.valid_days, k.pool, k.member_limit, k.stages, k.segments, k.needs_code,
    k.claimed, k.state
    """
}

extension TenantQuerying {
  /// A kind of coupon by the merchant's short name.
  public func couponKind(_ code: String) async throws -> CouponKind? {
    try await optional(
      """
      SELECT \(QueryPart.couponKind) FROM membership.coupon_kind k
      WHERE k.tenant_id = \(tenant) AND k.code = \(code)
      """
    )
  }

  /// The kind that a code stands for.
  func couponKind(behind code: String) async throws -> CouponKind? {
    try await optional(
      """
      SELECT \(QueryPart.couponKind) FROM membership.coupon_code c
      JOIN membership.coupon_kind k ON k.tenant_id = \(tenant) AND k.id = c.kind_id
      WHERE c.tenant_id = \(tenant) AND c.code = \(code)
      """
    )
  }

  /// Kinds that can be claimed without a code at some time from now on; at most 100, latest first.
  public func claimableCoupons() async throws -> [CouponKind] {
    let now = environment.now()
    return try await all(
      """
      SELECT \(QueryPart.couponKind) FROM membership.coupon_kind k
      WHERE k.tenant_id = \(tenant) AND k.state = 'active' AND NOT k.needs_code
        AND (k.claim_until IS NULL OR k.claim_until > \(now))
        AND (k.valid_until IS NULL OR k.valid_until > \(now))
        AND (k.pool IS NULL OR k.claimed < k.pool)
      ORDER BY k.id DESC LIMIT 100
      """
    )
  }

  /// A member's coupons, those that end first before others; at most 100.
  ///
  /// - `onlyUsable`: Whether those that are used, revoked or over are left out.
  public func coupons(of member: MemberID, onlyUsable: Bool) async throws -> [Coupon] {
    let accounts = try await accounts(of: member)
    return try await all(
      """
      SELECT \(QueryPart.coupon)
      FROM membership.coupon c
      JOIN membership.coupon_kind k ON k.tenant_id = \(tenant) AND k.id = c.kind_id
      WHERE c.tenant_id = \(tenant) AND c.member_id = ANY (\(accounts.map(\.uuid)))
        AND (NOT \(onlyUsable)
          OR c.state IN ('claimed', 'held') AND c.valid_until > \(environment.now()))
      ORDER BY c.valid_until, c.id LIMIT 100
      """
    )
  }

  /// One coupon of a member.
  func coupon(_ id: CouponID, of member: MemberID) async throws -> Coupon? {
    let accounts = try await accounts(of: member)
    return try await optional(
      """
      SELECT \(QueryPart.coupon)
      FROM membership.coupon c
      JOIN membership.coupon_kind k ON k.tenant_id = \(tenant) AND k.id = c.kind_id
      WHERE c.tenant_id = \(tenant) AND c.id = \(id)
        AND c.member_id = ANY (\(accounts.map(\.uuid)))
      """
    )
  }

  /// The coupon that was claimed under one of some keys.
  func coupon(claimedAsAnyOf keys: [String]) async throws -> CouponID? {
    try await value(
      """
      SELECT id FROM membership.coupon
      WHERE tenant_id = \(tenant) AND claim_key = ANY (\(keys)) ORDER BY id LIMIT 1
      """
    )
  }
}

internal import Foundation
internal import TenantStore

/// A move of a coupon from one state to another.
struct CouponMove {
  let from: CouponState
  let to: CouponState
  let event: String

  static let release = Self(from: .held, to: .claimed, event: "release")
  static let use = Self(from: .held, to: .used, event: "use")
  static let giveBack = Self(from: .used, to: .claimed, event: "give_back")
}

extension TenantTransaction {
  /// Writes a new kind of coupon.
  ///
  /// - Returns: Whether its short name was free.
  func insertCouponKind(_ terms: CouponTerms) async throws -> Bool {
    let (effect, value, most): (String, Int64, Int64?) =
      switch terms.effect {
      case .amount(let value): ("amount", value, nil)
      case .percent(let share, let most): ("percent", share, most)
      case .shipping: ("shipping", 0, nil)
      }
    let name = try JSONValue(encoding: terms.name).canonicalText
    return try await execute(
      """
      INSERT INTO membership.coupon_kind (tenant_id, id, code, name, effect, value, minimum, most,
        claim_from, claim_until, valid_until, valid_days, pool, member_limit, stages, segments,
        needs_code, state)
      VALUES (\(tenant), \(CouponKindID.make(in: environment)), \(terms.code),
        \(name)::text::jsonb, \(effect), \(value), \(terms.minimum), \(most),
        \(terms.claimFrom), \(terms.claimUntil), \(terms.validUntil),
        \(terms.validDays.map(Int32.init)), \(terms.pool), \(terms.memberLimit), \(terms.stages),
        \(terms.segments), \(terms.needsCode), 'active')
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    ) == 1
  }

  /// Ends a kind of coupon; what is claimed stays good.
  func endCouponKind(_ code: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.coupon_kind SET state = 'ended'
      WHERE tenant_id = \(tenant) AND code = \(code) AND state = 'active'
      """
    ) == 1
  }

  /// Adds codes that are not there yet.
  ///
  /// - Returns: Those that were added.
  func insertCouponCodes(_ codes: [String], of kind: CouponKindID, claims: Int64?) async throws
    -> [String]
  {
    try await values(
      """
      INSERT INTO membership.coupon_code (tenant_id, code, kind_id, claims_limit, created_at)
      SELECT \(tenant), n.code, \(kind), \(claims), \(environment.now())
      FROM unnest(\(codes)) AS n (code)
      ON CONFLICT (tenant_id, code) DO NOTHING RETURNING code
      """
    )
  }

  /// Writes a coupon of a member.
  ///
  /// - Returns: Whether nothing was claimed under the key before.
  func insertCoupon(
    _ id: CouponID,
    _ kind: CouponKind,
    of member: MemberID,
    key: String,
    until: Date
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.coupon
        (tenant_id, id, kind_id, member_id, state, claim_key, valid_from, valid_until, changes)
      VALUES (\(tenant), \(id), \(kind.id), \(member), 'claimed', \(key), \(environment.now()),
        \(until), 1)
      ON CONFLICT (tenant_id, claim_key) DO NOTHING
      """
    ) == 1
  }

  /// Counts a claim against the pool, the member's share and the code, each conditionally.
  ///
  /// - Returns: Whether all had one left.
  func countCouponClaim(
    _ coupon: CouponID,
    _ kind: CouponKind,
    of member: MemberID,
    code: String?
  ) async throws -> Bool {
    // The share is the person's, whichever account claimed before; the kind's row is the lock.
    let accounts = try await accounts(of: member).map(\.uuid)
    var queries: [TenantQuery] = [
      """
      UPDATE membership.coupon_kind SET claimed = claimed + 1
      WHERE tenant_id = \(tenant) AND id = \(kind.id) AND state = 'active'
        AND (pool IS NULL OR claimed < pool)
      """,
      """
      INSERT INTO membership.coupon_member AS m
        (tenant_id, kind_id, member_id, claimed, member_limit)
      SELECT \(tenant), \(kind.id), \(member), 1, \(kind.terms.memberLimit)
      WHERE \(kind.terms.memberLimit)::bigint IS NULL OR \(kind.terms.memberLimit)::bigint > (
        SELECT coalesce(sum(o.claimed), 0) FROM membership.coupon_member o
        WHERE o.tenant_id = \(tenant) AND o.kind_id = \(kind.id)
          AND o.member_id = ANY (\(accounts)))
      ON CONFLICT (tenant_id, kind_id, member_id) DO UPDATE
      SET claimed = m.claimed + 1, member_limit = excluded.member_limit
      WHERE excluded.member_limit IS NULL OR m.claimed < excluded.member_limit
      """,
      """
      INSERT INTO membership.coupon_entry (tenant_id, coupon_id, sequence, event, created_at)
      VALUES (\(tenant), \(coupon), 1, 'claim', \(environment.now()))
      """,
    ]
    if let code {
      queries.append(
        """
        UPDATE membership.coupon_code SET claims = claims + 1
        WHERE tenant_id = \(tenant) AND code = \(code) AND kind_id = \(kind.id)
          AND (claims_limit IS NULL OR claims < claims_limit)
        """
      )
    }
    return try await batch(queries).allSatisfy { $0.affected == 1 }
  }

  /// Ties a coupon to an order; one that has none yet.
  ///
  /// - Returns: Whether the coupon was free, good and the order without one.
  func holdCoupon(_ id: CouponID, of member: MemberID, for order: UUID) async throws -> Bool {
    let now = environment.now()
    return try await execute(
      """
      WITH person AS (
        SELECT coalesce(o.merged_into, o.id) AS id FROM membership.member o
        WHERE o.tenant_id = \(tenant) AND o.id = \(member)
      ), moved AS (
        UPDATE membership.coupon
        SET state = 'held', order_id = \(order), changes = changes + 1
        WHERE tenant_id = \(tenant) AND id = \(id)
          AND (member_id = \(member) OR EXISTS (SELECT FROM membership.member a JOIN person
            ON person.id = coalesce(a.merged_into, a.id)
            WHERE a.tenant_id = \(tenant) AND a.id = coupon.member_id))
          AND state = 'claimed' AND valid_from <= \(now) AND valid_until > \(now)
          AND NOT EXISTS (SELECT FROM membership.coupon o
            WHERE o.tenant_id = \(tenant) AND o.order_id = \(order))
        RETURNING id, changes
      )
      INSERT INTO membership.coupon_entry
        (tenant_id, coupon_id, sequence, event, order_id, created_at)
      SELECT \(tenant), id, changes, 'hold', \(order), \(now) FROM moved
      """
    ) == 1
  }

  /// Moves the coupon of an order on; one that was taken away meanwhile does not come back.
  ///
  /// - Returns: Whether there was one in the state from which it moves.
  func moveCoupon(of order: UUID, _ move: CouponMove) async throws -> Bool {
    let kept: UUID? = move.to == .used ? order : nil
    return try await execute(
      """
      WITH moved AS (
        UPDATE membership.coupon
        SET state = CASE WHEN \(kept)::uuid IS NULL AND revoked_at IS NOT NULL THEN 'revoked'
            ELSE \(move.to.rawValue) END,
          order_id = \(kept), changes = changes + 1
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND state = \(move.from.rawValue)
        RETURNING id, changes
      )
      INSERT INTO membership.coupon_entry
        (tenant_id, coupon_id, sequence, event, order_id, created_at)
      SELECT \(tenant), id, changes, \(move.event), \(order), \(environment.now()) FROM moved
      """
    ) == 1
  }

  /// Takes away the coupon that was claimed under a key, from an order that has it when that lets it
  /// go.
  func revokeCoupon(claimedAs key: String) async throws -> Bool {
    let now = environment.now()
    return try await execute(
      """
      WITH moved AS (
        UPDATE membership.coupon
        SET state = CASE state WHEN 'claimed' THEN 'revoked' ELSE state END,
          revoked_at = \(now), changes = changes + 1
        WHERE tenant_id = \(tenant) AND claim_key = \(key) AND revoked_at IS NULL
        RETURNING id, changes
      )
      INSERT INTO membership.coupon_entry (tenant_id, coupon_id, sequence, event, created_at)
      SELECT \(tenant), id, changes, 'revoke', \(now) FROM moved
      """
    ) == 1
  }
}

internal import Foundation
internal import TenantStore

/// What one promotion gives to one order, to be counted.
struct PromotionClaim {
  let promotion: PromotionID
  /// The short name, for a refusal.
  let name: String
  let code: String?
  let person: UUID
  let amount: Int64
  let pieces: Int
  /// How often one person may have it; nothing when that is not limited.
  let personLimit: Int64?
  /// How much of the person's limit this takes.
  let personUses: Int

  /// The claims of a quote in the order in which every order takes them.
  static func ordered(_ claims: [Self]) -> [Self] { claims.sorted { $0.promotion < $1.promotion } }
}

extension TenantTransaction {
  /// Counts what promotions give to an order, each by conditional statements.
  ///
  /// - Returns: The short name of the first promotion that is used up, nothing when all were had.
  func claimPromotions(_ claims: [PromotionClaim], for order: OrderID) async throws -> String? {
    for claim in PromotionClaim.ordered(claims) {
      let results = try await batch(claimQueries(claim, for: order))
      guard results.allSatisfy({ $0.affected == 1 }) else { return claim.name }
    }
    return nil
  }

  private func claimQueries(_ claim: PromotionClaim, for order: OrderID) -> [TenantQuery] {
    let now = environment.now()
    var queries: [TenantQuery] = [
      """
      UPDATE storefront.promotion
      SET uses = uses + 1, money_spent = money_spent + \(claim.amount),
        pieces_sold = pieces_sold + \(claim.pieces)
      WHERE tenant_id = \(tenant) AND id = \(claim.promotion) AND state = 'active'
        AND (uses_limit IS NULL OR uses < uses_limit)
        AND (money_limit IS NULL OR money_spent + \(claim.amount) <= money_limit)
        AND (pieces_limit IS NULL OR pieces_sold + \(claim.pieces) <= pieces_limit)
      """
    ]
    if let code = claim.code {
      queries.append(
        """
        UPDATE storefront.promotion_code SET uses = uses + 1
        WHERE tenant_id = \(tenant) AND code = \(code)
          AND (uses_limit IS NULL OR uses < uses_limit)
        """
      )
    }
    if let limit = claim.personLimit { queries.append(personQuery(claim, limit: limit)) }
    queries.append(
      """
      INSERT INTO storefront.promotion_use
        (tenant_id, order_id, promotion_id, code, person_id, amount, pieces, person_uses, state,
         claimed_at)
      VALUES (\(tenant), \(order), \(claim.promotion), \(claim.code), \(claim.person),
        \(claim.amount), \(claim.pieces), \(claim.personLimit == nil ? 0 : claim.personUses),
        'claimed', \(now))
      """
    )
    return queries
  }

  private func personQuery(_ claim: PromotionClaim, limit: Int64) -> TenantQuery {
    """
    INSERT INTO storefront.promotion_person AS w
      (tenant_id, promotion_id, person_id, uses, uses_limit)
    SELECT \(tenant), \(claim.promotion), \(claim.person), \(claim.personUses), \(limit)
    WHERE \(claim.personUses) <= \(limit)
    ON CONFLICT (tenant_id, promotion_id, person_id) DO UPDATE
    SET uses = w.uses + excluded.uses, uses_limit = excluded.uses_limit
    WHERE w.uses + excluded.uses <= excluded.uses_limit
    """
  }

  /// Gives back what promotions gave to an order; giving it back again changes nothing.
  ///
  /// Rows are taken in the order in which orders claim them.
  func releasePromotions(of order: OrderID) async throws {
    let released: [ReleasedUse] = try await all(
      """
      UPDATE storefront.promotion_use
      SET state = 'released', released_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND state = 'claimed'
      RETURNING promotion_id, code, person_id, amount, pieces, person_uses
      """
    )
    _ = try await batch(
      released.sorted { $0.promotion < $1.promotion }.flatMap(releaseQueries)
    )
  }

  private func releaseQueries(_ use: ReleasedUse) -> [TenantQuery] {
    [
      """
      UPDATE storefront.promotion
      SET uses = uses - 1, money_spent = money_spent - \(use.amount),
        pieces_sold = pieces_sold - \(use.pieces)
      WHERE tenant_id = \(tenant) AND id = \(use.promotion)
      """,
      """
      UPDATE storefront.promotion_code SET uses = uses - 1
      WHERE tenant_id = \(tenant) AND code = \(use.code) AND promotion_id = \(use.promotion)
        AND uses > 0
      """,
      """
      UPDATE storefront.promotion_person SET uses = uses - \(use.personUses)
      WHERE tenant_id = \(tenant) AND promotion_id = \(use.promotion)
        AND person_id = \(use.person)
      """,
    ]
  }
}

private struct ReleasedUse: TenantRow {
  let promotion: PromotionID
  let code: String?
  let person: UUID
  let amount: Int64
  let pieces: Int64
  let personUses: Int64

  init(row: inout ColumnReader) throws {
    promotion = try row.next()
    code = try row.next()
    person = try row.next()
    amount = try row.next()
    pieces = try row.next()
    personUses = try row.next()
  }
}

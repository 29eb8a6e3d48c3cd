internal import Foundation
internal import TenantStore

/// A promotion as the database has it, with what has been used of its limits.
struct StoredPromotion: TenantRow {
  let id: PromotionID
  let draft: PromotionDraft
  let uses: Int64
  let moneySpent: Int64
  let piecesSold: Int64
  /// Whether it was made at the desk, so that a folder that does not name it leaves it alone.
  let isOfDesk: Bool

  init(row: inout ColumnReader) throws {
    id = try row.next()
    let (code, name) = (try row.next(String.self), try row.next(String.self))
    let (group, priority) = (try row.next(String.self), try row.next(Int.self))
    let state: String = try row.next()
    let (starts, ends) = (try row.next(Date?.self), try row.next(Date?.self))
    let needsCode: Bool = try row.next()
    let terms: String = try row.next()
    let limits = (
      try row.next(Int64?.self), try row.next(Int64?.self), try row.next(Int64?.self),
      try row.next(Int64?.self)
    )
    let codes: [String] = try row.next()
    draft = PromotionDraft(
      code: code,
      name: try JSONDecoder().decode(LocalizedText.self, from: Data(name.utf8)),
      group: group,
      priority: priority,
      state: state,
      starts: starts,
      ends: ends,
      codes: Set(codes),
      needsCode: needsCode,
      terms: PromotionTerms(json: terms),
      usesLimit: limits.0,
      moneyLimit: limits.1,
      piecesLimit: limits.2,
      personLimit: limits.3
    )
    uses = try row.next()
    moneySpent = try row.next()
    piecesSold = try row.next()
    isOfDesk = try row.next()
  }

  /// What is wrong with a new version: limits that have been passed already.
  func problems(with draft: PromotionDraft) -> [FolderProblem] {
    let limits = [
      ("uses_limit", draft.usesLimit, uses), ("budget", draft.moneyLimit, moneySpent),
      ("pieces_limit", draft.piecesLimit, piecesSold),
    ]
    return limits.compactMap { field, limit, used in
      guard let limit, limit < used else { return nil }
      return FolderProblem(
        file: PromotionFile.path,
        field: field,
        message: "of \(draft.code) is below what has been used; end the promotion instead"
      )
    }
  }
}

extension TenantQuerying {
  /// All promotions by their short names, with the codes that everybody may know; one of them where
  /// it is named.
  func storedPromotions(_ code: String? = nil) async throws -> [StoredPromotion] {
    let named: QueryPart = code.map { " AND p.code = \($0)" } ?? ""
    return try await all(
      """
      SELECT p.id, p.code, p.name::text, p.stacking_group, p.priority, p.state, p.starts_at,
        p.ends_at, p.needs_code, p.terms::text, p.uses_limit, p.money_limit, p.pieces_limit,
        p.person_limit,
        ARRAY(SELECT c.code FROM storefront.promotion_code c
          WHERE c.tenant_id = \(tenant) AND c.promotion_id = p.id AND c.uses_limit IS NULL
          ORDER BY c.code),
        p.uses, p.money_spent, p.pieces_sold, p.is_of_desk
      FROM storefront.promotion p WHERE p.tenant_id = \(tenant)\(named) ORDER BY p.code
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a promotion with its public codes; false when a code belongs to another one.
  func writePromotion(_ draft: PromotionDraft, id: PromotionID?, isOfDesk: Bool = false)
    async throws -> Bool
  {
    let (id, now) = (id ?? .make(in: environment), environment.now())
    let codes = draft.codes.sorted()
    let results = try await batch([
      """
      INSERT INTO storefront.promotion
        (tenant_id, id, code, name, stacking_group, priority, state, starts_at, ends_at, needs_code,
         terms, uses_limit, money_limit, pieces_limit, person_limit, is_of_desk, is_group,
         created_at, updated_at)
      VALUES (\(tenant), \(id), \(draft.code),
        \(try JSONValue(encoding: draft.name).canonicalText)::text::jsonb, \(draft.group),
        \(draft.priority), \(draft.state), \(draft.starts), \(draft.ends), \(draft.needsCode),
        \(try draft.terms.json)::text::jsonb, \(draft.usesLimit), \(draft.moneyLimit),
        \(draft.piecesLimit), \(draft.personLimit), \(isOfDesk),
        \(draft.terms.effect.groupPrice != nil), \(now), \(now))
      ON CONFLICT (tenant_id, id) DO UPDATE
      SET name = excluded.name, stacking_group = excluded.stacking_group,
        priority = excluded.priority, state = excluded.state, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, needs_code = excluded.needs_code, terms = excluded.terms,
        uses_limit = excluded.uses_limit, money_limit = excluded.money_limit,
        pieces_limit = excluded.pieces_limit, person_limit = excluded.person_limit,
        is_of_desk = excluded.is_of_desk, is_group = excluded.is_group,
        updated_at = excluded.updated_at
      """,
      """
      DELETE FROM storefront.cart_code cc USING storefront.promotion_code c
      WHERE cc.tenant_id = \(tenant) AND c.tenant_id = \(tenant) AND c.code = cc.code
        AND c.promotion_id = \(id) AND c.uses_limit IS NULL AND c.code <> ALL (\(codes))
      """,
      """
      DELETE FROM storefront.promotion_code
      WHERE tenant_id = \(tenant) AND promotion_id = \(id) AND uses_limit IS NULL
        AND code <> ALL (\(codes))
      """,
      """
      INSERT INTO storefront.promotion_code AS c (tenant_id, code, promotion_id, created_at)
      SELECT \(tenant), n.code, \(id), \(now) FROM unnest(\(codes)) AS n (code)
      ON CONFLICT (tenant_id, code) DO UPDATE SET created_at = c.created_at
      WHERE c.promotion_id = excluded.promotion_id AND c.uses_limit IS NULL
      """,
    ])
    return results.last?.affected == codes.count
  }

  /// Ends a promotion; ending it again changes nothing.
  func endPromotion(_ id: PromotionID) async throws {
    try await execute(
      """
      UPDATE storefront.promotion SET state = 'ended', updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND state <> 'ended'
      """
    )
  }
}

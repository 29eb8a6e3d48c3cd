internal import Foundation
public import TenantStore

private struct SummaryRow: TenantRow {
  let summary: PromotionSummary

  init(row: inout ColumnReader) throws {
    let (code, name) = (try row.next(String.self), try row.next(String.self))
    let state: String = try row.next()
    summary = PromotionSummary(
      code: code,
      name: try JSONDecoder().decode(LocalizedText.self, from: Data(name.utf8)),
      state: PromotionLifecycle(rawValue: state) ?? .ended,
      starts: try row.next(),
      ends: try row.next(),
      needsCode: try row.next(),
      uses: try row.next(),
      usesLimit: try row.next(),
      moneySpent: try row.next(),
      moneyLimit: try row.next(),
      piecesSold: try row.next(),
      piecesLimit: try row.next()
    )
  }
}

private struct CodeRow: TenantRow {
  let code: PromotionCode

  init(row: inout ColumnReader) throws {
    code = PromotionCode(
      code: try row.next(),
      uses: try row.next(),
      usesLimit: try row.next()
    )
  }
}

extension TenantQuerying {
  /// All promotions for the merchant, running ones first.
  public func promotions() async throws -> [PromotionSummary] {
    let rows: [SummaryRow] = try await all(
      """
      SELECT code, name::text, state, starts_at, ends_at, needs_code, uses, uses_limit, money_spent,
        money_limit, pieces_sold, pieces_limit
      FROM storefront.promotion WHERE tenant_id = \(tenant)
      ORDER BY array_position(ARRAY['active', 'paused', 'draft', 'ended'], state), code
      """
    )
    return rows.map(\.summary)
  }

  /// The codes of a promotion in their order.
  ///
  /// The page begins after the last code of the one before, and has 1 to 1,000 codes.
  public func promotionCodes(of promotion: String, after: String? = nil, limit: Int = 1_000)
    async throws -> [PromotionCode]
  {
    let rows: [CodeRow] = try await all(
      """
      SELECT c.code, c.uses, c.uses_limit FROM storefront.promotion p
      JOIN storefront.promotion_code c ON c.tenant_id = \(tenant) AND c.promotion_id = p.id
      WHERE p.tenant_id = \(tenant) AND p.code = \(promotion) AND c.code > \(after ?? "")
      ORDER BY c.code LIMIT \(max(1, min(limit, 1_000)))
      """
    )
    return rows.map(\.code)
  }
}

extension TenantTransaction {
  /// Where a promotion stands, locked until the transaction ends.
  func lockPromotion(_ code: String) async throws -> PromotionLifecycle? {
    let state: String? = try await value(
      """
      SELECT state FROM storefront.promotion
      WHERE tenant_id = \(tenant) AND code = \(code) FOR UPDATE
      """
    )
    return state.flatMap(PromotionLifecycle.init)
  }

  func setState(_ state: PromotionLifecycle, ofPromotion code: String) async throws {
    try await execute(
      """
      UPDATE storefront.promotion SET state = \(state.rawValue), updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND code = \(code)
      """
    )
  }

  /// A promotion that needs a code.
  func promotionWithCodes(_ code: String) async throws -> PromotionID? {
    try await value(
      """
      SELECT id FROM storefront.promotion
      WHERE tenant_id = \(tenant) AND code = \(code) AND needs_code
      """
    )
  }

  /// Adds one code; false when the shop has it already.
  func addCode(_ code: String, for orders: Int?, to promotion: PromotionID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.promotion_code (tenant_id, code, promotion_id, uses_limit, created_at)
      VALUES (\(tenant), \(code), \(promotion), \(orders.map(Int64.init)), \(environment.now()))
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    ) == 1
  }

  /// Adds codes for one order each; those that there are already are left out.
  func addCodes(_ codes: [String], to promotion: PromotionID) async throws -> [String] {
    try await values(
      """
      INSERT INTO storefront.promotion_code (tenant_id, code, promotion_id, uses_limit, created_at)
      SELECT \(tenant), n.code, \(promotion), 1, \(environment.now())
      FROM unnest(\(codes)) AS n (code)
      ON CONFLICT (tenant_id, code) DO NOTHING
      RETURNING code
      """
    )
  }
}

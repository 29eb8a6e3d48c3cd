internal import Foundation
public import TenantStore

extension Evidence: TenantRow {
  /// Reads the columns of `evidence(ofProduct:)`.
  public init(row: inout ColumnReader) throws {
    let (id, kind): (EvidenceID, String) = (try row.next(), try row.next())
    let (lot, number): (String?, String) = (try row.next(), try row.next())
    let (issuer, issued): (String, String) = (try row.next(), try row.next())
    guard let kind = Kind(rawValue: kind), let issuedOn = CalendarDate(iso: issued) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(
      id: id,
      kind: kind,
      lot: lot,
      number: number,
      issuer: issuer,
      issuedOn: issuedOn,
      expiresOn: try row.next(String?.self).flatMap { CalendarDate(iso: $0) },
      document: try row.next(),
      withdrawnAt: try row.next(),
      isLotOnSale: try row.next()
    )
  }
}

extension TenantQuerying {
  /// All that was handed in for a product, the latest first, at most two hundred.
  public func evidence(ofProduct slug: String) async throws -> [Evidence] {
    let now = environment.now()
    return try await all(
      """
      SELECT e.id, e.kind, e.lot_code, e.number, e.issuer, e.issued_on::text, e.expires_on::text,
        e.document, e.withdrawn_at,
        CASE WHEN e.lot_code IS NOT NULL THEN EXISTS (
          SELECT FROM storefront.sku k
          JOIN storefront.stock_lot l ON l.tenant_id = \(tenant) AND l.sku_id = k.id
          WHERE k.tenant_id = \(tenant) AND k.product_id = e.product_id AND l.code = e.lot_code
            AND l.available > 0 AND l.recalled_at IS NULL AND l.sell_until > \(now)) END
      FROM storefront.product p
      JOIN storefront.evidence e ON e.tenant_id = \(tenant) AND e.product_id = p.id
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug)
      ORDER BY e.id DESC LIMIT 200
      """
    )
  }
}

extension TenantTransaction {
  /// Adds a document to a product; false when there is no such product.
  func insertEvidence(_ id: EvidenceID, _ form: EvidenceForm, to slug: String) async throws -> Bool
  {
    let results = try await batch([
      """
      INSERT INTO storefront.evidence
        (tenant_id, id, product_id, lot_code, kind, number, issuer, issued_on, expires_on, document,
         added_at)
      SELECT \(tenant), \(id), p.id, \(form.lot), \(form.kind.rawValue), \(form.number),
        \(form.issuer), \(form.issuedOn.description)::date,
        \(form.expiresOn?.description)::text::date, \(form.document), \(environment.now())
      FROM storefront.product p WHERE p.tenant_id = \(tenant) AND p.slug = \(slug)
      """,
      """
      UPDATE storefront.product SET has_evidence = true
      WHERE tenant_id = \(tenant) AND slug = \(slug) AND NOT has_evidence
      """,
    ])
    return results[0].affected == 1
  }

  /// Takes a document of a product back; false when there is no such one.
  func withdrawEvidence(_ id: EvidenceID, of slug: String) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.evidence e SET withdrawn_at = coalesce(e.withdrawn_at, \(environment.now()))
      FROM storefront.product p
      WHERE e.tenant_id = \(tenant) AND e.id = \(id) AND p.tenant_id = \(tenant)
        AND p.id = e.product_id AND p.slug = \(slug)
      """
    ) == 1
  }
}

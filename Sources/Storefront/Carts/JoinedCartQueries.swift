internal import Foundation
internal import TenantStore

private struct PieceRow: TenantRow {
  let piece: CartMergeRule.Piece<SKUID>

  init(row: inout ColumnReader) throws {
    piece = CartMergeRule.Piece(try row.next(), try row.next())
  }
}

extension TenantTransaction {
  /// Notes whose cart that of a session is, whoever's it was.
  func keepPerson(_ person: UUID, ofCartOn session: SessionID) async throws {
    try await execute(
      """
      INSERT INTO storefront.cart_person (tenant_id, session_id, person_id, joined_at)
      VALUES (\(tenant), \(session), \(person), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE
      SET person_id = excluded.person_id, joined_at = excluded.joined_at
      """
    )
  }

  /// The sessions on which a person has signed in, the latest ten.
  func cartSessions(of person: UUID) async throws -> [SessionID] {
    try await values(
      """
      SELECT session_id FROM storefront.cart_person
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      ORDER BY joined_at DESC, session_id LIMIT 10
      """
    )
  }

  /// What a cart holds.
  func pieces(of cart: CartID) async throws -> [CartMergeRule.Piece<SKUID>] {
    let rows: [PieceRow] = try await all(
      """
      SELECT sku_id, quantity FROM storefront.cart_line
      WHERE tenant_id = \(tenant) AND cart_id = \(cart) ORDER BY added_at, sku_id
      """
    )
    return rows.map(\.piece)
  }

  /// What the open carts of sessions hold and is on sale, each thing once, as it was chosen.
  func chosenPieces(on sessions: [SessionID]) async throws -> [CartMergeRule.Piece<SKUID>] {
    let rows: [PieceRow] = try await all(
      """
      SELECT k.id, max(l.quantity) FROM storefront.cart c
      JOIN storefront.cart_line l ON l.tenant_id = \(tenant) AND l.cart_id = c.id
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id AND NOT k.is_withdrawn
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE c.tenant_id = \(tenant) AND c.session_id = ANY (\(sessions.map(\.uuid)))
        AND c.status = 'open' AND \(QueryPart.onSale(at: environment.now()))
      GROUP BY k.id ORDER BY min(l.added_at), k.id
      """
    )
    return rows.map(\.piece)
  }

  /// Writes lines of a cart.
  func write(_ pieces: [CartMergeRule.Piece<SKUID>], to cart: CartID) async throws {
    guard !pieces.isEmpty else { return }
    try await execute(
      """
      INSERT INTO storefront.cart_line (tenant_id, cart_id, sku_id, quantity, added_at)
      SELECT \(tenant), \(cart), n.sku_id, n.quantity, \(environment.now())
      FROM unnest(\(pieces.map(\.item.uuid)), \(pieces.map(\.quantity))) AS n (sku_id, quantity)
      ON CONFLICT (tenant_id, cart_id, sku_id) DO UPDATE SET quantity = excluded.quantity
      """
    )
  }

  /// Takes what a person has ordered out of their carts on other devices.
  func dropOrdered(_ skus: [SKUID], by person: UUID, exceptOn session: SessionID) throws {
    try executeLater(
      """
      DELETE FROM storefront.cart_line l
      USING storefront.cart c, storefront.cart_person o
      WHERE l.tenant_id = \(tenant) AND c.tenant_id = \(tenant) AND o.tenant_id = \(tenant)
        AND o.person_id = \(person) AND o.session_id <> \(session)
        AND c.session_id = o.session_id AND c.status = 'open' AND l.cart_id = c.id
        AND l.sku_id = ANY (\(skus.map(\.uuid)))
      """
    )
  }
}

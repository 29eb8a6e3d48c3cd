internal import TenantStore

extension TenantTransaction {
  /// Notes a code in a cart.
  ///
  /// - Returns: 1 when it stands there then, 0 when the shop has no such code.
  func addCode(_ code: String, to cart: CartID) async throws -> Int {
    try await execute(
      """
      INSERT INTO storefront.cart_code (tenant_id, cart_id, code, added_at)
      SELECT \(tenant), \(cart), c.code, \(environment.now())
      FROM storefront.promotion_code c
      JOIN storefront.promotion p ON p.tenant_id = \(tenant) AND p.id = c.promotion_id
      WHERE c.tenant_id = \(tenant) AND c.code = \(code) AND p.state <> 'draft'
      ON CONFLICT (tenant_id, cart_id, code) DO UPDATE SET added_at = excluded.added_at
      """
    )
  }

  func codeCount(of cart: CartID) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM storefront.cart_code
      WHERE tenant_id = \(tenant) AND cart_id = \(cart)
      """
    ) ?? 0
  }

  func deleteCode(_ code: String, of cart: CartID) async throws {
    try await execute(
      """
      DELETE FROM storefront.cart_code
      WHERE tenant_id = \(tenant) AND cart_id = \(cart) AND code = \(code)
      """
    )
  }
}

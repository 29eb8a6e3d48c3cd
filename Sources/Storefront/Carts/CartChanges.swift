public import TenantStore

extension Shop {
  /// Puts pieces of a SKU into the session's cart, on top of those it holds.
  ///
  /// - Throws: ``StorefrontRefusal`` when the SKU is not on sale, the quantity is not 1 to 99, the
  ///   line would hold more than 99, or the cart more than 50 lines.
  public func addToCart(
    _ sku: SKUID,
    quantity: Int,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...Cart.quantityLimit).contains(quantity) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    let (isAdded, lines) = try await transaction.addLine(sku, quantity: quantity, of: session)
    guard isAdded else {
      let isOnSale = try await transaction.isOnSale(sku)
      throw StorefrontRefusal(isOnSale ? .quantityInvalid : .skuNotFound)
    }
    guard lines <= Cart.lineLimit else { throw StorefrontRefusal(.cartFull) }
  }

  /// Sets how many pieces of a SKU the session's cart holds; the SKU must be in it already.
  ///
  /// - Throws: ``StorefrontRefusal`` when the quantity is not 1 to 99 or the cart has no such line.
  public func setQuantity(
    _ quantity: Int,
    of sku: SKUID,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...Cart.quantityLimit).contains(quantity) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    let cart = try await transaction.lockCart(of: session)
    guard try await transaction.updateLine(sku, quantity: quantity, of: cart) == 1 else {
      throw StorefrontRefusal(.skuNotFound)
    }
  }

  /// Takes a SKU out of the session's cart; taking it out again changes nothing.
  public func removeLine(
    _ sku: SKUID,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    let cart = try await transaction.lockCart(of: session)
    try await transaction.deleteLine(sku, of: cart)
  }
}

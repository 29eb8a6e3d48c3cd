public import TenantStore

extension Shop {
  /// What one piece of each SKU costs the owner of a session now, as a cart takes it.
  ///
  /// - Parameters:
  ///   - codes: The merchant's own numbers of the SKUs.
  ///   - session: Whose prices; those for everybody without one.
  ///   - tenant: The merchant.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The prices by number, of those that are on sale.
  /// - Throws: What the database and the port of price levels throw.
  public func sellingPrices(
    of codes: [String],
    session: Session?,
    for tenant: TenantSnapshot,
    in querying: any TenantQuerying
  ) async throws -> [String: Money] {
    guard !codes.isEmpty else { return [:] }
    let prices = try await querying.sellingPrices(of: codes, in: tenant.currency)
    let levels = try await levelPrices(
      ofSKUs: prices.map(\.sku),
      session: session,
      for: tenant,
      in: querying
    )
    return Dictionary(
      uniqueKeysWithValues: prices.map { entry in
        let own = levels[entry.sku].map { min($0.minorUnits, entry.price.minorUnits) }
        let units = own ?? entry.price.minorUnits
        return (entry.code, Money(minorUnits: units, currency: tenant.currency))
      }
    )
  }
}

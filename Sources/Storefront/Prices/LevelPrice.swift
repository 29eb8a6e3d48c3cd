public import TenantStore

/// What a product costs a shopper of a level.
public struct LevelPrice: Hashable, Sendable {
  /// What its cheapest SKU costs.
  public let lowest: Money
  /// What its dearest SKU costs.
  public let highest: Money
}

extension Shop {
  /// What products cost the owner of a session, of those that cost them less than others.
  ///
  /// Without a session whose owner has proved who they are, nothing is asked of the database.
  public func levelPrices(
    ofProducts products: [ProductID],
    session: Session?,
    for tenant: TenantSnapshot,
    in querying: any TenantQuerying
  ) async throws -> [ProductID: LevelPrice] {
    guard !products.isEmpty, let level = try await level(of: session, tenant, querying) else {
      return [:]
    }
    return try await querying.levelPrices(level, ofProducts: products, in: tenant.currency)
  }

  /// What SKUs cost the owner of a session, of those that have a price of the owner's level.
  public func levelPrices(
    ofSKUs skus: [SKUID],
    session: Session?,
    for tenant: TenantSnapshot,
    in querying: any TenantQuerying
  ) async throws -> [SKUID: Money] {
    guard !skus.isEmpty, let level = try await level(of: session, tenant, querying) else {
      return [:]
    }
    return try await querying.levelPrices(level, of: skus, in: tenant.currency)
  }

  private func level(
    of session: Session?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> String? {
    guard let session, session.isProved else { return nil }
    return try await ports.priceLevel(session.id, tenant, querying)
  }
}

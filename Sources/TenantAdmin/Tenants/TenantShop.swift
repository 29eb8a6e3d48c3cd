internal import Storefront
internal import TenantStore

/// A tenant that has the shop enabled, and the database it lives in.
struct TenantShop: Sendable {
  let database: TenantDatabase
  let snapshot: TenantSnapshot
}

extension AdminSession {
  /// Runs a closure for a tenant's shop.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or its shop is not enabled.
  func withShop<Value>(
    of tenant: String,
    _ options: CommonOptions,
    wroteMuch: (Value) -> Bool = { _ in false },
    _ body: (TenantShop) async throws -> Value
  ) async throws -> Value {
    try await withDatabase(options, wroteMuch: wroteMuch) { database in
      let snapshot = try await database.tenantSnapshot(tenant, modules: modules).snapshot
      guard snapshot.isEnabled(module: StorefrontModule.module.name) else {
        throw AdminError(.notFound, "\(tenant) has no shop; enable storefront in its tenant.yaml")
      }
      return try await body(TenantShop(database: database, snapshot: snapshot))
    }
  }
}

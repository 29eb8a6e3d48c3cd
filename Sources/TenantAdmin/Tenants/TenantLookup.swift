internal import TenantStore

extension TenantDatabase {
  /// A registered tenant with its document and its settings.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or its settings cannot be read here.
  func tenantSnapshot(_ slug: String, modules: [TenantModule]) async throws
    -> (document: TenantDocument, snapshot: TenantSnapshot)
  {
    let tenants = try await registeredTenants()
    guard let tenant = tenants.first(where: { $0.document.tenant == slug }) else {
      throw AdminError(.notFound, Self.unknown(slug, among: tenants.map(\.document.tenant)))
    }
    do {
      let snapshot = try TenantSnapshot(
        id: tenant.id,
        revision: tenant.revision,
        document: tenant.document,
        modules: modules
      )
      return (tenant.document, snapshot)
    } catch {
      let places = error.problems.map { "\($0.path.joined(separator: ".")): \($0.message)" }
      throw AdminError(
        .badData,
        "the stored settings of \(slug) do not fit this build; apply its folder again: "
          + places.joined(separator: "; ")
      )
    }
  }

  /// The id of a registered tenant.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant.
  func tenantID(_ slug: String) async throws -> TenantID {
    let tenants = try await registeredTenants()
    guard let tenant = tenants.first(where: { $0.document.tenant == slug }) else {
      throw AdminError(.notFound, Self.unknown(slug, among: tenants.map(\.document.tenant)))
    }
    return tenant.id
  }

  private static func unknown(_ slug: String, among slugs: [String]) -> String {
    if let meant = SpellingRule.closest(to: slug, among: slugs) {
      return "there is no tenant \(slug); did you mean \(meant)?"
    }
    guard !slugs.isEmpty else {
      return "there is no tenant yet; register one with: tenant-admin apply FOLDER"
    }
    return "there is no tenant \(slug); tenant-admin tenants list shows them all"
  }
}

extension AdminSession {
  /// Runs a closure for a registered tenant, whatever its settings are.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant.
  func withTenant<Value>(
    _ slug: String,
    _ options: CommonOptions,
    _ body: (TenantDatabase, TenantID) async throws -> Value
  ) async throws -> Value {
    try await withDatabase(options) { database in
      try await body(database, try await database.tenantID(slug))
    }
  }
}

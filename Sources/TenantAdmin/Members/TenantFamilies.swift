internal import ArgumentParser
internal import Membership
internal import TenantStore

/// A tenant that has membership enabled, and the database it lives in.
struct TenantFamilies: Sendable {
  let database: TenantDatabase
  let snapshot: TenantSnapshot
}

extension AdminSession {
  /// Runs a closure for a tenant's families.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or membership is not enabled.
  func withFamilies<Value>(
    of tenant: String,
    _ options: CommonOptions,
    _ body: (TenantFamilies) async throws -> Value
  ) async throws -> Value {
    try await withDatabase(options) { database in
      let snapshot = try await database.tenantSnapshot(tenant, modules: modules).snapshot
      guard snapshot.isEnabled(module: MembershipModule.module.name) else {
        throw AdminError(
          .notFound,
          "\(tenant) has no members; enable membership in its tenant.yaml"
        )
      }
      return try await body(TenantFamilies(database: database, snapshot: snapshot))
    }
  }
}

extension MemberID {
  /// Reads a member's id from a command line.
  @Sendable static func argument(_ text: String) throws -> Self {
    guard let id = Self(text) else {
      throw ValidationError("\(text) is no id of a member, which begins with \(prefix)_.")
    }
    return id
  }
}

internal import ArgumentParser
internal import Membership
internal import TenantStore

/// A tenant that has membership enabled, and the database it lives in.
struct TenantMembership: Sendable {
  let database: TenantDatabase
  let snapshot: TenantSnapshot
  let values: ValueProgram
}

extension AdminSession {
  /// Runs a closure for a tenant's membership.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or its membership is not enabled.
  func withMembership<Value>(
    of tenant: String,
    _ options: CommonOptions,
    _ body: (TenantMembership) async throws -> Value
  ) async throws -> Value {
    try await withDatabase(options) { database in
      let snapshot = try await database.tenantSnapshot(tenant, modules: modules).snapshot
      guard snapshot.isEnabled(module: MembershipModule.module.name) else {
        throw AdminError(
          .notFound,
          "\(tenant) has no membership; enable membership in its tenant.yaml"
        )
      }
      return try await body(
        TenantMembership(
          database: database,
          snapshot: snapshot,
          values: try ValueProgram(snapshot)
        )
      )
    }
  }
}

extension MemberID {
  /// Reads the argument of a command.
  init(argument text: String) throws {
    guard let id = Self(text) else {
      throw AdminError(.usage, "\(text) is no id of a member; it begins with mem_")
    }
    self = id
  }
}

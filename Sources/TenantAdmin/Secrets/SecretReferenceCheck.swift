internal import TenantStore

/// Whether the stored secrets that a document refers to are there.
///
/// A tenant that is not registered yet cannot have any, and the environment and the files are
/// those of the gateway's machine.
enum SecretReferenceCheck {
  static func problems(of tenant: PreparedTenant, in transaction: TenantTransaction) async throws
    -> [DocumentProblem]
  {
    let stored = tenant.document.secretReferences.filter { $0.reference.place == .store }
    guard tenant.registered != nil, !stored.isEmpty else { return [] }
    let names = Set(try await transaction.storedSecrets().map(\.name))
    return stored.filter { !names.contains($0.reference.name) }.map { placed in
      tenant.source.problem(
        at: placed.path,
        "no secret is stored as \(placed.reference.name); run: tenant-admin secrets set"
          + " \(placed.reference.name) --tenant \(tenant.document.tenant)"
      )
    }
  }
}

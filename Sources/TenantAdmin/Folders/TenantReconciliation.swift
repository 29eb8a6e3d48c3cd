package import TenantStore

/// What applying one folder changes, or has changed.
package struct TenantChanges: Hashable, Sendable, Encodable {
  /// The tenant's short name.
  package let tenant: String
  /// The folder as it was named.
  package let folder: String
  /// The differences, the settings first.
  package let changes: [FolderChange]
}

/// Makes the database like the folders of tenants.
///
/// 1. Every folder is read and compared before anything is written; one mistake stops all.
/// 2. A tenant's goods are written in one transaction, its settings after them: a new shop answers
///    at its hosts when its goods are in place, and a failure between leaves the old settings.
/// 3. Whatever was left undone is a difference, so running again does it.
package struct TenantReconciliation: Sendable {
  package let database: TenantDatabase
  package let modules: [TenantModule]
  package let report: @Sendable (String) -> Void

  package init(
    database: TenantDatabase,
    modules: [TenantModule],
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.database = database
    self.modules = modules
    self.report = report
  }

  /// Says what applying the folders would change.
  ///
  /// - Throws: ``DocumentProblems`` with all that is wrong in any of them.
  package func plan(_ sources: [TenantSource]) async throws -> [TenantChanges] {
    try await compared(sources).map(\.changes)
  }

  /// Makes the database like the folders.
  ///
  /// - Returns: What was changed.
  /// - Throws: ``DocumentProblems`` with all that is wrong in any of them; nothing was written then.
  package func apply(_ sources: [TenantSource], by actor: Actor) async throws -> [TenantChanges] {
    let compared = try await compared(sources)
    try await release(compared.map(\.tenant))
    var applied: [TenantChanges] = []
    for (tenant, changes) in compared {
      guard !changes.changes.isEmpty else {
        applied.append(changes)
        continue
      }
      try Task.checkCancellation()
      report("Applying \(tenant.document.tenant) …")
      applied.append(try await apply(tenant, by: actor))
    }
    return applied
  }

  private typealias Comparison = (tenant: PreparedTenant, changes: TenantChanges)

  private func compared(_ sources: [TenantSource]) async throws -> [Comparison] {
    let tenants = try await prepared(sources)
    var problems: [DocumentProblem] = []
    var comparisons: [Comparison] = []
    for tenant in tenants {
      try Task.checkCancellation()
      report("Comparing \(tenant.document.tenant) …")
      do {
        let changes = try await database.transaction(
          for: tenant.snapshot.id,
          statementLimit: folderStatementLimit
        ) { transaction in
          problems += try await SecretReferenceCheck.problems(of: tenant, in: transaction)
          return try await reconcile(tenant, as: tenant.snapshot, .plan, in: transaction)
        }
        comparisons.append((tenant, try result(tenant, parts: changes)))
      } catch let error as FolderProblems {
        problems += error.problems.map { DocumentProblem($0, in: tenant.source.label) }
      }
    }
    guard problems.isEmpty else { throw DocumentProblems(problems) }
    return comparisons
  }

  private func prepared(_ sources: [TenantSource]) async throws -> [PreparedTenant] {
    var documents: [(source: TenantSource, document: TenantDocument)] = []
    var problems: [DocumentProblem] = []
    for source in sources {
      do {
        documents.append((source, try source.document(modules: modules)))
      } catch {
        problems += error.problems
      }
    }
    let registered = try await database.registeredTenants()
    problems += ClaimRule.problems(documents, registered: registered)
    guard problems.isEmpty else { throw DocumentProblems(problems) }
    return try documents.map { source, document in
      try PreparedTenant(
        source: source,
        document: document,
        registered: registered.first { $0.document.tenant == document.tenant },
        modules: modules
      )
    }
  }

  /// Takes hosts from tenants that give them to another tenant of the same command.
  private func release(_ tenants: [PreparedTenant]) async throws {
    for giver in tenants {
      guard let registered = giver.registered else { continue }
      let claimed = Set(
        tenants.filter { $0.document.tenant != giver.document.tenant }.flatMap(\.document.hosts)
      )
      guard !claimed.isDisjoint(with: registered.document.hosts) else { continue }
      var document = registered.document
      document.hosts.removeAll(where: claimed.contains)
      _ = try await database.register(document)
    }
  }

  private func apply(_ tenant: PreparedTenant, by actor: Actor) async throws -> TenantChanges {
    let registered = try await registered(tenant)
    let snapshot = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: tenant.document,
      modules: modules
    )
    let changes = try await database.transaction(
      for: registered.id,
      statementLimit: folderStatementLimit
    ) { transaction in
      try await transaction.waitForOtherApplies()
      let changes = try await reconcile(tenant, as: snapshot, .apply(actor), in: transaction)
      try Task.checkCancellation()
      return changes
    }
    _ = try await database.register(tenant.document)
    return try result(tenant, parts: changes)
  }

  /// The tenant's row, which its goods refer to; a new one has no hosts until they are in place.
  private func registered(_ tenant: PreparedTenant) async throws -> RegisteredTenant {
    if let registered = tenant.registered { return registered }
    var hidden = tenant.document
    hidden.hosts = []
    return try await database.register(hidden)
  }

  private func reconcile(
    _ tenant: PreparedTenant,
    as snapshot: TenantSnapshot,
    _ mode: FolderMode,
    in transaction: TenantTransaction
  ) async throws -> [FolderChange] {
    var changes: [FolderChange] = []
    for part in tenant.parts(of: modules) {
      changes += try await part.reconcile(tenant.source.folder, snapshot, mode, transaction)
    }
    return changes
  }

  private func result(_ tenant: PreparedTenant, parts: [FolderChange]) throws -> TenantChanges {
    let change = try DocumentDifference.change(
      from: tenant.registered?.document,
      to: tenant.document
    )
    return TenantChanges(
      tenant: tenant.document.tenant,
      folder: tenant.source.label,
      changes: [change].compactMap { $0 } + parts
    )
  }
}

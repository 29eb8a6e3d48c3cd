extension TenantDatabase {
  /// A tenant as one module sees it: its settings of that module alone, without plan.
  ///
  /// For jobs, which know their tenant by its id and may run where other modules are not.
  /// - Returns: The snapshot, or nothing when there is no such tenant.
  /// - Throws: ``SettingsProblems`` when this build cannot read the settings.
  public func snapshot(of tenant: TenantID, for module: TenantModule) async throws
    -> TenantSnapshot?
  {
    guard let registered = try await system("tenant of a job").registeredTenant(tenant) else {
      return nil
    }
    var document = registered.document
    document.modules = document.modules.filter { $0.key == module.name }
    document.plan = nil
    return try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: [module]
    )
  }
}

internal import TenantStore

extension TenantTransaction {
  /// Waits until no other process applies a folder to this tenant, and keeps others waiting.
  func waitForOtherApplies() async throws {
    try await execute(
      "SELECT pg_advisory_xact_lock(hashtextextended('apply ' || \(tenant)::uuid, 0))"
    )
  }
}

internal import TenantStore

/// How long one statement about a whole folder may run, and how long an apply waits for another.
let folderStatementLimit: Duration = .seconds(300)

extension TenantTransaction {
  /// Waits until no other process applies a folder to this tenant, and keeps others waiting.
  func waitForOtherApplies() async throws {
    // Another apply of a large folder takes longer than a page's queries may.
    _ = try await batch([
      "SELECT set_config('lock_timeout', '5min', true) WHERE \(tenant)::uuid IS NOT NULL",
      "SELECT pg_advisory_xact_lock(hashtextextended('apply ' || \(tenant)::uuid, 0))",
    ])
  }
}

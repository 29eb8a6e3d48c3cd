package import Foundation

extension TenantQuerying {
  /// Up to when a schedule's slots are dealt with; one that is new begins now.
  package func consideredUntil(_ schedule: String) async throws -> Date? {
    let results = try await batch([
      """
      INSERT INTO tenancy.job_schedule (tenant_id, name, considered_until)
      VALUES (\(tenant), \(schedule), \(environment.now()))
      ON CONFLICT (tenant_id, name) DO NOTHING
      """,
      """
      SELECT considered_until FROM tenancy.job_schedule
      WHERE tenant_id = \(tenant) AND name = \(schedule)
      """,
    ])
    return try results.last?.values(Date.self).first
  }
}

extension TenantTransaction {
  /// Takes the slots up to an instant, unless another process took them.
  package func takeSlots(of schedule: String, from known: Date, to instant: Date) async throws
    -> Bool
  {
    try await execute(
      """
      UPDATE tenancy.job_schedule SET considered_until = \(instant)
      WHERE tenant_id = \(tenant) AND name = \(schedule) AND considered_until = \(known)
      """
    ) == 1
  }
}

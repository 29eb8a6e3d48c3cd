internal import TenantStore

extension TenantTransaction {
  func moveSignals(from guest: PersonID, to member: PersonID) async throws -> Int {
    try await execute(
      """
      UPDATE recommend.signal SET person_id = \(member)
      WHERE tenant_id = \(tenant) AND person_id = \(guest)
      """
    )
  }

  func deleteChoice(of person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }
}

internal import Foundation
public import TenantStore

extension GivenDose: TenantRow {
  /// Reads the columns `vaccine, dose, given_on` with the day counted from 1970.
  public init(row: inout ColumnReader) throws {
    vaccine = try row.next()
    dose = try row.next()
    day = try CivilDay(stored: try row.next()).date
  }
}

extension TenantQuerying {
  /// The doses that a child got, in order.
  public func givenDoses(of child: ChildID) async throws -> [GivenDose] {
    try await all(
      """
      SELECT vaccine, dose, given_on - DATE '1970-01-01' FROM membership.vaccination
      WHERE tenant_id = \(tenant) AND child_id = \(child) ORDER BY given_on, vaccine, dose
      """
    )
  }
}

extension TenantTransaction {
  /// Notes a dose; again corrects its day.
  func keepDose(_ dose: GivenDose, of child: ChildID) async throws {
    try await execute(
      """
      INSERT INTO membership.vaccination (tenant_id, child_id, vaccine, dose, given_on, noted_at)
      VALUES (\(tenant), \(child), \(dose.vaccine), \(dose.dose),
        DATE '1970-01-01' + \(Int32(CivilDay(dose.day).number)), \(environment.now()))
      ON CONFLICT (tenant_id, child_id, vaccine, dose) DO UPDATE
      SET given_on = excluded.given_on, noted_at = excluded.noted_at
      """
    )
  }

  /// Takes a dose away that was noted by mistake.
  func removeDose(_ vaccine: String, _ dose: Int, of child: ChildID) async throws {
    try await execute(
      """
      DELETE FROM membership.vaccination
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND vaccine = \(vaccine)
        AND dose = \(dose)
      """
    )
  }
}

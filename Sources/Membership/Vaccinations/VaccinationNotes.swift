public import TenantStore

extension Families {
  /// Notes that a child got a dose; again corrects its day, and nothing as the day takes it away.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found` or `vaccination_invalid`.
  public func noteVaccination(
    _ vaccine: String,
    dose: Int,
    on day: CalendarDate?,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    guard let birth = child.dates.birth,
      VaccinationProgramme.china.doses(forBirth: birth).contains(where: {
        $0.vaccine == vaccine && $0.dose == dose
      })
    else { throw MembershipRefusal(.vaccinationInvalid, fields: ["dose"]) }
    if let day {
      guard (birth...max(birth, tenant.today(transaction))).contains(day) else {
        throw MembershipRefusal(.vaccinationInvalid, fields: ["day"])
      }
      try await transaction.keepDose(
        GivenDose(vaccine: vaccine, dose: dose, day: day),
        of: child.id
      )
    } else {
      try await transaction.removeDose(vaccine, dose, of: child.id)
    }
    try await renew(child, for: tenant, in: transaction)
  }
}

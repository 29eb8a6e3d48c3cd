public import TenantStore

extension Families {
  /// Notes what was measured of a child on a day, in the place of what was noted for it before;
  /// nothing as measures takes the day away.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`, or `growth_invalid` with the
  ///   fields.
  public func noteGrowth(
    _ measures: GrowthMeasures?,
    on day: CalendarDate,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    var fields = measures?.problems ?? []
    if !isSinceBirth(day, of: child, tenant, transaction) { fields.append("day") }
    guard fields.isEmpty else { throw MembershipRefusal(.growthInvalid, fields: fields) }
    if let measures {
      try await transaction.keepGrowth(measures, on: day, of: id)
    } else {
      try await transaction.removeGrowth(on: day, of: id)
    }
    try await renew(child, for: tenant, in: transaction)
  }

  /// Notes the day on which a child did something for the first time; again corrects it.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found` or `milestone_invalid`.
  public func noteMilestone(
    _ code: String,
    on day: CalendarDate,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    var fields: [String] = []
    if !Milestone.all.contains(where: { $0.code == code }) { fields.append("milestone") }
    if !isSinceBirth(day, of: child, tenant, transaction) { fields.append("day") }
    guard fields.isEmpty else { throw MembershipRefusal(.milestoneInvalid, fields: fields) }
    try await transaction.keepMilestone(code, on: day, of: id)
  }

  private func isSinceBirth(
    _ day: CalendarDate,
    of child: Child,
    _ tenant: TenantSnapshot,
    _ transaction: TenantTransaction
  ) -> Bool {
    guard let birth = child.dates.birth else { return false }
    return birth <= day && day <= tenant.today(transaction)
  }
}

/// A measurement with what it means.
public struct GrowthPoint: Hashable, Sendable {
  /// The entry.
  public let entry: GrowthEntry
  /// The age in days that the standard was asked for; from the due date for preterm children under
  /// two years, and negative before it.
  public let ageInDays: Int
  /// The comparisons; none without a sex, before the due date and after 1,856 days.
  public let scores: [GrowthScore]

  /// The measurements as the standard of the age means them: length under two years, height after.
  public var adjusted: GrowthMeasures {
    var measures = entry.measures
    measures.millimetres = measures.millimetres.map { length in
      Int((GrowthRule.adjusted(Double(length) / 10, measures.posture, ageInDays) * 10).rounded())
    }
    return measures
  }
}

extension GrowthRule {
  /// Whether a child of this age is measured standing: from two years on, as the standard means it.
  public static func isMeasuredStanding(_ child: Child, on day: CalendarDate) -> Bool {
    let day = CivilDay(day)
    guard let start = StageRule.correctedBirth(of: child.dates, on: day) else { return false }
    return start.days(until: day) >= standingDays
  }

  /// What a child's measurements mean, by day.
  public static func points(_ entries: [GrowthEntry], of child: Child) -> [GrowthPoint] {
    entries.compactMap { entry in
      let day = CivilDay(entry.day)
      guard let start = StageRule.correctedBirth(of: child.dates, on: day) else { return nil }
      let age = start.days(until: day)
      let scores = child.sex.map { Self.scores(of: entry.measures, sex: $0, ageInDays: age) }
      return GrowthPoint(entry: entry, ageInDays: age, scores: scores ?? [])
    }
  }
}

internal import Foundation
public import TenantStore

extension ChildPlan: TenantRow {
  /// Reads birth, weeks and whether it is told.
  public init(row: inout ColumnReader) throws {
    child = try PlannedChild(row: &row)
    isTold = try row.next()
  }
}

extension PlannedChild {
  fileprivate init(row: inout ColumnReader) throws {
    let day: Int32 = try row.next()
    let weeks: Int32 = try row.next()
    guard let birth = CalendarDate(dayNumber: Int(day)) else { throw TenantStoreError.emptyAnswer }
    self.init(birth: birth, weeksEarly: Int(weeks))
  }
}

/// A plan of which something may have to be told.
struct DuePlan: TenantRow {
  let session: SessionID
  let child: PlannedChild
  let language: String
  let toldThrough: Int

  init(row: inout ColumnReader) throws {
    session = try row.next()
    child = try PlannedChild(row: &row)
    language = try row.next()
    let through: Int32 = try row.next()
    toldThrough = Int(through)
  }
}

extension TenantQuerying {
  /// The plan of a session.
  public func childPlan(of session: SessionID) async throws -> ChildPlan? {
    try await optional(
      """
      SELECT birth_day, weeks_early, is_told FROM service.child_plan
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}

extension TenantTransaction {
  func keepPlan(
    _ plan: ChildPlan,
    of session: SessionID,
    _ language: String,
    today: CalendarDate
  ) async throws {
    try await execute(
      """
      INSERT INTO service.child_plan (tenant_id, session_id, birth_day, weeks_early, language,
        is_told, told_through, looked_day, agreed_at)
      VALUES (\(tenant), \(session), \(Int32(plan.child.birth.dayNumber)),
        \(Int32(plan.child.weeksEarly)), \(language), \(plan.isTold),
        \(Int32(today.dayNumber)), \(Int32(today.dayNumber)), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE
      SET birth_day = excluded.birth_day, weeks_early = excluded.weeks_early,
        language = excluded.language, is_told = excluded.is_told
      """
    )
  }

  func deletePlan(of session: SessionID) async throws {
    try await execute(
      """
      DELETE FROM service.child_plan WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }

  func deletePlans(bornBefore day: Int) async throws {
    try await execute(
      """
      DELETE FROM service.child_plan WHERE tenant_id = \(tenant) AND birth_day < \(Int32(day))
      """
    )
  }

  /// Plans that nobody looked at today, locked; they count as looked at from now on.
  func duePlans(today: Int) async throws -> [DuePlan] {
    try await all(
      """
      UPDATE service.child_plan p SET looked_day = \(Int32(today))
      FROM (SELECT session_id FROM service.child_plan
        WHERE tenant_id = \(tenant) AND is_told AND looked_day < \(Int32(today))
        ORDER BY session_id LIMIT 200 FOR UPDATE SKIP LOCKED) d
      WHERE p.tenant_id = \(tenant) AND p.session_id = d.session_id
      RETURNING p.session_id, p.birth_day, p.weeks_early, p.language, p.told_through
      """
    )
  }

  /// Notes that a step was told; the plan rests for a week.
  func notePlanTold(of session: SessionID, through day: Int) async throws {
    try await execute(
      """
      UPDATE service.child_plan
      SET told_through = \(Int32(day)),
        looked_day = looked_day + \(Int32(ChildPlans.restDays - 1))
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}

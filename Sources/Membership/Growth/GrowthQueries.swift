internal import Foundation
public import TenantStore

/// What was measured of a child on a day.
public struct GrowthEntry: Hashable, Sendable {
  /// The day.
  public let day: CalendarDate
  /// What was measured.
  public let measures: GrowthMeasures
}

extension GrowthEntry: TenantRow {
  /// Reads the columns of a query for entries, in their order, the day counted from 1970.
  public init(row: inout ColumnReader) throws {
    day = try CivilDay(stored: try row.next()).date
    let (grams, millimetres): (Int?, Int?) = (try row.next(), try row.next())
    let posture = try row.next(String?.self).flatMap { GrowthMeasures.Posture(rawValue: $0) }
    measures = GrowthMeasures(
      grams: grams,
      millimetres: millimetres,
      posture: posture,
      headMillimetres: try row.next()
    )
  }
}

/// Something that a child did for the first time.
public struct MilestoneEntry: Hashable, Sendable, TenantRow {
  /// Which of the list.
  public let milestone: String
  /// On which day.
  public let day: CalendarDate

  /// Reads the columns `milestone, reached_on` with the day counted from 1970.
  public init(row: inout ColumnReader) throws {
    milestone = try row.next()
    day = try CivilDay(stored: try row.next()).date
  }
}

extension TenantQuerying {
  /// What was measured of a child, by day; at most the latest 400 days.
  public func growthEntries(of child: ChildID) async throws -> [GrowthEntry] {
    try await all(
      """
      SELECT day, weight_grams, length_millimetres, posture, head_millimetres FROM (
        SELECT measured_on - DATE '1970-01-01' AS day, weight_grams, length_millimetres, posture,
          head_millimetres
        FROM membership.growth_entry WHERE tenant_id = \(tenant) AND child_id = \(child)
        ORDER BY measured_on DESC LIMIT 400
      ) e ORDER BY day
      """
    )
  }

  /// What a child did for the first time, by day.
  public func milestoneEntries(of child: ChildID) async throws -> [MilestoneEntry] {
    try await all(
      """
      SELECT milestone, reached_on - DATE '1970-01-01' FROM membership.milestone_entry
      WHERE tenant_id = \(tenant) AND child_id = \(child) ORDER BY reached_on, milestone
      """
    )
  }
}

extension TenantTransaction {
  /// Keeps what was measured on a day, in the place of what was noted for it before.
  func keepGrowth(_ measures: GrowthMeasures, on day: CalendarDate, of child: ChildID)
    async throws
  {
    try await execute(
      """
      INSERT INTO membership.growth_entry (tenant_id, child_id, measured_on, weight_grams,
        length_millimetres, posture, head_millimetres, noted_at)
      VALUES (\(tenant), \(child), DATE '1970-01-01' + \(Int32(CivilDay(day).number)),
        \(measures.grams), \(measures.millimetres), \(measures.posture?.rawValue),
        \(measures.headMillimetres), \(environment.now()))
      ON CONFLICT (tenant_id, child_id, measured_on) DO UPDATE
      SET weight_grams = excluded.weight_grams, length_millimetres = excluded.length_millimetres,
        posture = excluded.posture, head_millimetres = excluded.head_millimetres,
        noted_at = excluded.noted_at
      """
    )
  }

  /// Takes away what was noted for a day.
  func removeGrowth(on day: CalendarDate, of child: ChildID) async throws {
    try await execute(
      """
      DELETE FROM membership.growth_entry WHERE tenant_id = \(tenant) AND child_id = \(child)
        AND measured_on = DATE '1970-01-01' + \(Int32(CivilDay(day).number))
      """
    )
  }

  /// Keeps the day of a milestone; again corrects it.
  func keepMilestone(_ milestone: String, on day: CalendarDate, of child: ChildID) async throws {
    try await execute(
      """
      INSERT INTO membership.milestone_entry (tenant_id, child_id, milestone, reached_on)
      VALUES (\(tenant), \(child), \(milestone),
        DATE '1970-01-01' + \(Int32(CivilDay(day).number)))
      ON CONFLICT (tenant_id, child_id, milestone) DO UPDATE SET reached_on = excluded.reached_on
      """
    )
  }
}

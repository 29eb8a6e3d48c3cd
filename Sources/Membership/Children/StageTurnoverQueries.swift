internal import Foundation
public import TenantStore

/// The day on which a child entered a stage.
public struct StageTurn: Hashable, Sendable, TenantRow {
  /// The stage.
  public let stage: ChildStage
  /// Its first day.
  public let day: CalendarDate

  /// Reads the columns `stage, turned_on` with the day counted from 1970.
  public init(row: inout ColumnReader) throws {
    guard let stage = ChildStage(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.stage = stage
    day = try CivilDay(stored: try row.next()).date
  }
}

/// A child whose next stage may have begun.
struct TurningChild: TenantRow {
  let id: UUID
  let dates: ChildDates?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    dates = try ChildDates(dueNumber: try row.next(), birthNumber: try row.next())
  }
}

/// What is written of a child whose stage was looked at.
struct TurnedChild {
  let id: UUID
  let stage: ChildStage?
  /// The first day of the stage.
  let day: CivilDay
  /// When to look again.
  let next: CivilDay?
}

extension TenantTransaction {
  /// Children who turn on a day or before it, held; those that somebody else holds come later.
  func lockTurningChildren(on day: CivilDay, limit: Int) async throws -> [TurningChild] {
    try await all(
      """
      SELECT id, due_on - DATE '1970-01-01', born_on - DATE '1970-01-01' FROM membership.child
      WHERE tenant_id = \(tenant) AND turns_on <= DATE '1970-01-01' + \(day.number)::integer
      ORDER BY turns_on, id LIMIT \(limit) FOR UPDATE SKIP LOCKED
      """
    )
  }

  /// Writes what was found, and enters each stage once.
  ///
  /// - Returns: The children who entered a stage now, with the stage.
  func writeTurns(_ turned: [TurnedChild]) async throws -> [EnteredStage] {
    try await batch([
      """
      WITH turned AS (
        SELECT * FROM unnest(\(turned.map(\.id)), \(turned.map { $0.stage?.rawValue }),
          \(turned.map { $0.next.map { Int32($0.number) } })) AS t (id, stage, next)
      )
      UPDATE membership.child c
      SET told_stage = turned.stage, turns_on = DATE '1970-01-01' + turned.next
      FROM turned WHERE c.tenant_id = \(tenant) AND c.id = turned.id
      """,
      """
      INSERT INTO membership.stage_turn (tenant_id, child_id, stage, turned_on)
      SELECT \(tenant), t.id, t.stage, DATE '1970-01-01' + t.day
      FROM unnest(\(turned.map(\.id)), \(turned.map { $0.stage?.rawValue }),
        \(turned.map { Int32($0.day.number) })) AS t (id, stage, day)
      WHERE t.stage IS NOT NULL
      ON CONFLICT (tenant_id, child_id, stage) DO NOTHING
      RETURNING child_id, stage
      """,
    ])[1].all()
  }
}

/// A child who entered a stage now.
struct EnteredStage: TenantRow {
  let child: ChildID
  let stage: String

  init(row: inout ColumnReader) throws {
    child = try row.next()
    stage = try row.next()
  }
}

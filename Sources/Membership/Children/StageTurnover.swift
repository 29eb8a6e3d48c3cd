internal import Foundation
package import TenantStore

extension Families {
  /// How many children one transaction of the turn-over looks at, so that none holds locks for long.
  package static let turnoverBatch = 1_000
  /// How many children one event names.
  static let childrenPerEvent = 500

  /// Looks at children whose next stage begins by today, and announces each stage that was entered.
  ///
  /// A stage is entered once: running twice, beside itself or with a clock that was set back changes
  /// nothing. `membership.stage_turned` names the stage and at most 500 children.
  /// - Returns: How many children were looked at; fewer than asked for when none is left.
  @discardableResult
  package func turnStages(
    on day: CalendarDate,
    limit: Int = Families.turnoverBatch,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let today = CivilDay(day)
    let children = try await transaction.lockTurningChildren(on: today, limit: limit)
    guard !children.isEmpty else { return 0 }
    let entered = try await transaction.writeTurns(
      children.map { StageTurnoverRule.turned($0.id, $0.dates, today) }
    )
    for (stage, group) in Dictionary(grouping: entered, by: \.stage).sorted(by: { $0.key < $1.key })
    {
      for start in stride(from: 0, to: group.count, by: Self.childrenPerEvent) {
        let named = group[start..<min(start + Self.childrenPerEvent, group.count)]
        try await transaction.emit(
          "membership.stage_turned",
          [
            "stage": .string(stage),
            "children": .array(named.map { .string($0.child.description) }),
          ]
        )
      }
    }
    return children.count
  }
}

/// What a look at a child's stage gives.
enum StageTurnoverRule {
  static func turned(_ id: UUID, _ dates: ChildDates?, _ today: CivilDay) -> TurnedChild {
    let turns = dates.map { StageRule.turns(of: $0) } ?? []
    let current = turns.last { $0.day <= today }
    return TurnedChild(
      id: id,
      stage: current?.stage,
      day: current?.day ?? today,
      next: StageRule.nextTurn(of: turns, after: today)
    )
  }
}

extension JobKind {
  /// Turns the stages of all children of a tenant who are due, in short transactions.
  static func turnStages(_ families: Families) -> Self {
    Self(name: "membership.turn_stages", timeLimit: .seconds(900)) { context in
      guard let tenant = try await context.membershipTenant() else { return }
      var (done, last) = (0, 0)
      repeat {
        try Task.checkCancellation()
        last = try await context.transaction { transaction in
          try await families.turnStages(on: tenant.today(transaction), in: transaction)
        }
        done += last
        context.report(done: done)
      } while last == Families.turnoverBatch
    }
  }
}

extension JobContext {
  /// The tenant with its settings of membership; nothing when it was removed.
  func membershipTenant() async throws -> TenantSnapshot? {
    try await database.snapshot(of: tenant, for: MembershipModule.module)
  }
}

internal import Foundation
internal import TenantStore

extension SubscriptionProgram {
  /// Chooses what is in the boxes that are planned for a child anew, whose dates have changed: a birth
  /// turns the box of a pregnancy into that of a newborn.
  ///
  /// What the member chose herself stays, and so does what is being paid for.
  func chooseAnew(
    for child: Child,
    before: ChildDates,
    of member: Member,
    in transaction: TenantTransaction
  ) async throws {
    for contract in try await transaction.openSubscriptions(of: member.accounts)
    where contract.child == child.id.uuid {
      guard var stored = try await transaction.lockSubscription(contract.id),
        let box = stored.machine.cycle, box.state == .planned || box.state == .noStock,
        let plan = settings.plans.first(where: { $0.code == stored.plan }),
        box.box == plan.box(forMonths: StageRule.months(of: before, on: box.due))
      else { continue }
      let contents = plan.box(forMonths: StageRule.months(of: child.dates, on: box.due))
      guard contents != box.box, stored.machine.state == .active else { continue }
      try stored.machine.swap(to: contents, today: today(transaction.environment.now()))
      try await book.save(&stored, before: box, in: transaction)
      try await transaction.emit(
        "membership.box_contents_changed",
        [
          "subscription": .string(stored.id.description), "from": .string(box.box),
          "to": .string(contents), "number": .integer(box.number),
        ]
      )
    }
  }
}

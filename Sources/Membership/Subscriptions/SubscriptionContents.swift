internal import Foundation
internal import TenantStore

extension SubscriptionProgram {
  /// Chooses what is in the boxes that are planned for a child anew, whose dates have changed: a birth
  /// turns the box of a pregnancy into that of a newborn.
  ///
  /// What the member chose herself stays, and so does what is being paid for; what is told with the box
  /// goes by the age alone.
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
        stored.machine.state == .active
      else { continue }
      let months = StageRule.months(of: child.dates, on: box.due)
      let isChosen = box.box != plan.box(forMonths: StageRule.months(of: before, on: box.due))
      let contents = isChosen ? box.box : plan.box(forMonths: months)
      let bands = try await transaction.guideBands(of: stored.plan)
      let guide = BoxGuideRule.band(of: bands, forMonths: months)
      guard contents != box.box || guide != box.guide else { continue }
      if contents != box.box {
        try stored.machine.swap(to: contents, today: today(transaction.environment.now()))
      }
      stored.machine.cycle?.guide = guide
      try await book.save(&stored, before: box, in: transaction)
      try await book.turnGuidance(stored, in: transaction)
      guard contents != box.box else { continue }
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

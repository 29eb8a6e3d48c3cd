internal import Foundation
internal import TenantStore

/// Writes contracts back, with what follows from that for stock, money and whoever listens; it knows
/// nothing of a merchant's plans.
struct SubscriptionBook: Sendable {
  /// Writes a contract back and tells of what happened to its box.
  func save(
    _ stored: inout StoredSubscription,
    before: SubscriptionCycle?,
    cancelReason: String? = nil,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.saveSubscription(stored, cancelReason: cancelReason) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    stored.changes += 1
    stored.workDay = stored.machine.workDay
    guard let cycle = stored.machine.cycle else { return }
    let wasCharged = before?.state == .charging || before?.state == .retrying
    if wasCharged, cycle.state == .dropped || cycle.state == .unpaid {
      try await transaction.emit(
        "membership.box_called_off",
        [
          "subscription": .string(stored.id.description), "number": .integer(cycle.number),
          "box": .string(cycle.box), "key": .string(stored.id.box(cycle.number)),
        ]
      )
    }
    if cycle.state == .paid, before?.state != .paid || before?.number != cycle.number {
      try await transaction.emit(
        "membership.box_paid",
        [
          "subscription": .string(stored.id.description),
          "member": .string(stored.member.description),
          "number": .integer(cycle.number),
          "box": .string(cycle.box),
          "amount": .integer(cycle.amount),
          "key": .string(stored.id.box(cycle.number)),
          "reference": .string(cycle.reference ?? ""),
        ]
      )
    }
  }

  /// Tells of the span of ages that a contract comes into with its last box, once for each span.
  func turnGuidance(_ stored: StoredSubscription, in transaction: TenantTransaction) async throws {
    guard let box = stored.machine.cycle, let months = box.guide,
      try await transaction.enterGuideBand(months, of: stored.id, number: box.number)
    else { return }
    try await transaction.emit(
      "membership.box_guidance_turned",
      [
        "subscription": .string(stored.id.description),
        "member": .string(stored.member.description), "number": .integer(box.number),
        "plan": .string(stored.plan), "from_months": .integer(Int64(months)),
      ]
    )
  }

  /// Notes that money of a member has to go back, once for each payment; nothing for an amount of 0.
  ///
  /// `membership.box_refund_owed` leaves with the transaction, so that whoever pays back hears of it.
  func owe(
    _ units: Int64,
    _ stored: StoredSubscription,
    _ payment: BoxPayment,
    in transaction: TenantTransaction
  ) async throws {
    guard units > 0,
      try await transaction.insertSubscriptionRefund(of: units, stored, payment)
    else { return }
    try await transaction.emit(
      "membership.box_refund_owed",
      [
        "subscription": .string(stored.id.description),
        "member": .string(stored.member.description),
        "number": .integer(payment.number), "attempt": .integer(Int64(payment.attempt)),
        "amount": .integer(units), "currency": .string(stored.currency),
        "payment": .string(payment.reference),
      ]
    )
  }

  /// Ends a contract; one that has ended stays as it is.
  ///
  /// - Returns: What was paid for boxes that do not come, in minor units.
  @discardableResult
  func cancel(
    _ stored: inout StoredSubscription,
    reason: String,
    in transaction: TenantTransaction
  ) async throws -> Int64 {
    let before = stored.machine.cycle
    let units = stored.machine.cancel()
    try await save(&stored, before: before, cancelReason: reason, in: transaction)
    try await owe(
      units,
      stored,
      BoxPayment(number: stored.machine.cycles, attempt: 0, reference: ""),
      in: transaction
    )
    return units
  }
}

internal import Foundation
public import TenantStore

extension Families {
  /// Plans the reminders of a child anew, as its dates, doses and measurements want them now.
  ///
  /// None is planned without the member's consent to reminders.
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`.
  public func planReminders(
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    try await renew(child, for: tenant, in: transaction)
  }

  /// Says that what a reminder is about was done.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found` or `reminder_not_found`.
  public func markDone(
    _ topic: String,
    of id: ChildID,
    parent: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    let moved = try await transaction.move(
      topic,
      of: child.id,
      to: .done,
      from: [.planned, .sent, .expired, .done]
    )
    guard moved else { throw MembershipRefusal(.reminderNotFound) }
  }

  /// Lets a reminder come again in some days, 1 to 30, at most five times.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found` or `reminder_not_found`.
  public func snooze(
    _ topic: String,
    of id: ChildID,
    parent: MemberID,
    days: Int,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    let day = CivilDay(tenant.today(transaction)).adding(days: max(1, min(days, 30)))
    let instant = try tenant.membership.pace.opening(of: day.date, in: tenant.timeZone)
    guard try await transaction.snooze(topic, of: child.id, to: day, until: instant) else {
      throw MembershipRefusal(.reminderNotFound)
    }
  }

  /// Plans anew after something about a child changed.
  func renew(_ child: Child, for tenant: TenantSnapshot, in transaction: TenantTransaction)
    async throws
  {
    let member = try await present(child.member, in: transaction)
    let entries = try await transaction.consentEntries(of: member)
    guard ConsentRule.standing(entries).contains(.reminders) else { return }
    let pace = try tenant.membership.pace
    let plan = ReminderPlanRule.plan(
      for: child,
      given: try await transaction.givenDoses(of: child.id),
      growth: try await transaction.growthEntries(of: child.id),
      today: tenant.today(transaction),
      leadDays: pace.leadDays,
      market: tenant.market
    )
    try await transaction.replaceReminders(
      of: child.id,
      with: plan,
      at: plan.map { pace.opening(of: $0.sendOn, in: tenant.timeZone) }
    )
    try await planRestock(of: member, for: tenant, in: transaction)
  }
}

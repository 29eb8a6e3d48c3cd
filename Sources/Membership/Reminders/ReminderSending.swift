package import Foundation
internal import TenantStore

/// What is to be done with a reminder whose time has come.
package enum ReminderStep: Hashable, Sendable {
  /// Hand it over.
  case send
  /// Let it wait.
  case wait(until: Date)
  /// It is of no use any more.
  case expire
}

/// Which of a family's reminders go out now.
package enum ReminderPaceRule {
  /// Days after which a reminder that could not be sent is of no use any more.
  static let useDays = 14

  /// The step of each reminder, in order: quiet hours first, then the caps of a day and of a week.
  ///
  /// - Parameters:
  ///   - reminders: Those whose time has come, the most urgent first.
  ///   - sent: When reminders of the family were sent lately.
  ///   - now: The present.
  ///   - pace: When and how often the family is written to.
  ///   - zone: The merchant's time zone.
  /// - Returns: A step for each reminder.
  package static func steps(
    _ reminders: [Reminder],
    sent: [Date],
    now: Date,
    pace: ReminderPace,
    zone: TimeZone
  ) -> [ReminderStep] {
    let today = CalendarDate(now, in: zone)
    let awake = pace.awake(at: now, in: zone)
    var sent = sent
    return reminders.map { reminder in
      if CivilDay(reminder.dueOn).days(until: CivilDay(today)) > useDays { return .expire }
      if awake > now { return .wait(until: awake) }
      let sentToday = sent.count { CalendarDate($0, in: zone) == today }
      let sentInWeek = sent.count { $0 > now - 7 * 86_400 }
      guard sentToday < pace.perDay, sentInWeek < pace.perWeek else {
        return .wait(until: pace.opening(of: CivilDay(today).adding(days: 1).date, in: zone))
      }
      sent.append(now)
      return .send
    }
  }
}

extension Families {
  /// Sends what is due for one family, as often as its pace allows.
  ///
  /// A reminder leaves as `membership.reminder_due` with this transaction, so that it is sent once.
  /// - Returns: How many went out.
  func sendReminders(
    to id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Int {
    guard let member = try await transaction.member(id), member.erasedAt == nil else { return 0 }
    // Two processes count the same family's messages one after the other.
    try await transaction.lockMembers([member.id])
    let now = transaction.environment.now()
    let reminders = try await transaction.lockDueReminders(of: member)
    let steps = ReminderPaceRule.steps(
      reminders,
      sent: try await transaction.sentReminders(of: member, since: now - 8 * 86_400),
      now: now,
      pace: try tenant.membership.pace,
      zone: tenant.timeZone
    )
    for (reminder, step) in zip(reminders, steps) {
      try await carryOut(step, reminder, of: member, at: now, in: transaction)
    }
    return steps.count { $0 == .send }
  }

  private func carryOut(
    _ step: ReminderStep,
    _ reminder: Reminder,
    of member: Member,
    at now: Date,
    in transaction: TenantTransaction
  ) async throws {
    switch step {
    case .wait(let until):
      try await transaction.postpone(reminder.topic, of: reminder.child, until: until)
    case .expire:
      _ = try await transaction.move(
        reminder.topic,
        of: reminder.child,
        to: .expired,
        from: [.planned]
      )
    case .send:
      let moved = try await transaction.move(
        reminder.topic,
        of: reminder.child,
        to: .sent,
        from: [.planned],
        sentAt: now
      )
      guard moved else { return }
      try await transaction.emit(
        "membership.reminder_due",
        [
          "member": .string(member.id.description), "child": .string(reminder.child.description),
          "topic": .string(reminder.topic),
        ]
      )
    }
  }
}

extension JobKind {
  /// Sends the reminders of a tenant's families whose time has come, each family in a transaction.
  static func sendReminders(_ families: Families) -> Self {
    Self(name: "membership.send_reminders", timeLimit: .seconds(600)) { context in
      guard let tenant = try await context.membershipTenant() else { return }
      while true {
        let members = try await context.scope.familiesToRemind(limit: 500)
        for member in members {
          try Task.checkCancellation()
          try await context.transaction { transaction in
            _ = try await families.sendReminders(to: member, for: tenant, in: transaction)
          }
        }
        if members.isEmpty { return }
      }
    }
  }

  /// Forgets codes that nobody can enter any more.
  static var forgetCodes: Self {
    Self(name: "membership.forget_codes", timeLimit: .seconds(60)) { context in
      try await context.transaction { _ = try await $0.forgetOldCodes() }
    }
  }
}

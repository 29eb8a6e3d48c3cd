internal import Foundation
public import TenantStore

extension MembershipModule {
  /// The value with the ways in which reminders reach families.
  ///
  /// - Parameter messages: A provider for each channel; a family is written to on the first channel
  ///   that it has proved.
  /// - Returns: The module.
  public static func module(messages: [any MessageProvider]) -> TenantModule {
    module(boxes: { _, _ in SubscriptionPorts() }, messages: messages)
  }
}

extension OutboxHandler {
  /// Asks for the delivery of each reminder that was noted as sent.
  static func deliverReminders(by delivery: JobKind) -> Self {
    Self("membership.deliver_reminders", kind: "membership.reminder_due") { event, transaction in
      try await transaction.enqueue(
        JobRequest(delivery, payload: event.payload, key: event.id.description)
      )
    }
  }
}

/// What a job is asked to deliver.
private struct ReminderAddress: Decodable {
  let member: MemberID
  let child: ChildID
  let topic: String
}

extension JobKind {
  /// Hands one reminder to a provider, outside of any transaction.
  ///
  /// What was withdrawn or silenced since it was noted as sent is not handed over. In quiet hours it
  /// waits for their end, however long it was under way. It is handed over once: where it is not known
  /// whether it went out, it does not go out again.
  static func deliverReminder(by providers: [any MessageProvider]) -> Self {
    Self(name: "membership.deliver_reminder", maximumAttempts: 5, timeLimit: .seconds(60)) {
      context in
      let address = try context.payload(as: ReminderAddress.self)
      guard let tenant = try await context.membershipTenant(),
        let member = try await context.scope.member(address.member), member.erasedAt == nil,
        ConsentRule.standing(try await context.scope.consentEntries(of: member))
          .contains(.reminders),
        let child = try await context.scope.children(of: member)
          .first(where: { $0.id == address.child }), child.quietSince == nil,
        let reminder = try await context.scope.reminders(of: child.id)
          .first(where: { $0.topic == address.topic && $0.state == .sent })
      else { return }
      let now = context.environment.now()
      let awake = try tenant.membership.pace.awake(at: now, in: tenant.timeZone)
      guard awake <= now else { return try await context.putOff(until: awake) }
      let contacts = try await context.scope.contacts(of: member)
      var refused: TencentRefusal?
      for provider in providers where provider.isBound(.reminder, for: tenant) {
        guard let contact = contacts.first(where: { $0.channel == provider.channel }) else {
          continue
        }
        let text = ReminderWording.text(of: reminder, from: tenant)
        guard try await context.transaction({ try await $0.handOver(reminder) }) else { return }
        do {
          return try await provider.send(
            text,
            to: contact.address,
            from: tenant,
            in: context.database
          )
        } catch let refusal as TencentRefusal where refusal.isOfPerson {
          // Whoever refuses one way may be reached by another.
          try await context.transaction { transaction in
            try await transaction.takeBack(reminder)
            try await Families().unlink(
              contact.channel,
              contact.address,
              of: member.id,
              in: transaction
            )
          }
          throw refusal
        } catch let refusal as TencentRefusal where refusal.code != nil {
          // The service says that it took nothing: another way may be open.
          try await context.transaction { try await $0.takeBack(reminder) }
          refused = refusal
        } catch let refusal as any UntakenMessage where refusal.mayRepeat {
          try await context.transaction { try await $0.takeBack(reminder) }
          throw refusal
        } catch let error as CancellationError {
          throw error
        } catch {
          return context.report(done: 0, total: 1, text: "nobody knows whether it went out")
        }
      }
      if let refused { throw refused }
    }
  }
}

extension JobContext {
  /// Asks for the same again at an instant, instead of now.
  func putOff(until instant: Date) async throws {
    let request = JobRequest(
      kind: kind,
      payload: payload,
      key: "\(id):\(Int(instant.timeIntervalSince1970))",
      runAt: instant,
      maximumAttempts: 5
    )
    try await transaction { transaction in
      try await transaction.enqueue(request)
      try await complete(in: transaction)
    }
  }
}

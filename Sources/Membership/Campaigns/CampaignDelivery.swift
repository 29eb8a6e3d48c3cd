internal import Foundation
internal import TenantStore

/// What a job is asked to deliver: what a campaign says with a step, 0 for its beginning.
struct CampaignAddress: Codable {
  let campaign: String
  let member: MemberID
  let step: Int
}

extension CampaignPlan {
  /// The last step up to one that says something, 0 for the campaign's own words; nothing where none does.
  func lastWords(upTo step: Int) -> (step: Int, text: String)? {
    for number in stride(from: min(step, steps.count), through: 1, by: -1) {
      let text = steps[number - 1].message
      if !text.isEmpty { return (number, text) }
    }
    return message.isEmpty ? nil : (0, message)
  }
}

extension TenantTransaction {
  /// Asks for what a campaign says with a step to go out, with this transaction.
  func tell(_ member: MemberID, step: Int, of campaign: String) async throws {
    try await emit(
      "membership.campaign_due",
      [
        "campaign": .string(campaign), "member": .string(member.description),
        "step": .integer(Int64(step)),
      ]
    )
  }
}

extension OutboxHandler {
  /// Asks for the delivery of what campaigns say.
  static func deliverCampaigns(by delivery: JobKind) -> Self {
    Self("membership.deliver_campaigns", kind: "membership.campaign_due") { event, transaction in
      try await transaction.enqueue(
        JobRequest(delivery, payload: event.payload, key: event.id.description)
      )
    }
  }
}

/// What is done with a campaign's message now.
private enum CampaignMessageStep {
  case send(String)
  case wait(until: Date)
  case drop
}

extension JobKind {
  /// Hands one message of a campaign to a provider, outside of any transaction.
  ///
  /// It is dropped where the campaign or its days ended, the member ordered, a child of the family fell
  /// quiet, the consent to offers is gone, or a later step has come; it waits for the end of quiet hours and
  /// for the family's pace. It is handed over once: where it is not known whether it went out, it does not go
  /// out again. What an account without a template for offers cannot send is dropped and counts for nothing.
  static func deliverCampaign(by providers: [any MessageProvider]) -> Self {
    Self(name: "membership.deliver_campaign", maximumAttempts: 5, timeLimit: .seconds(60)) {
      context in
      let address = try context.payload(as: CampaignAddress.self)
      guard let tenant = try await context.membershipTenant(),
        let member = try await context.scope.member(address.member), member.erasedAt == nil
      else { return }
      let contacts = try await context.scope.contacts(of: member)
      let reachable = providers.lazy.filter { $0.isBound(.offer, for: tenant) }.compactMap {
        provider in
        contacts.first { $0.channel == provider.channel }.map { (provider, $0.address) }
      }
      guard let (provider, number) = reachable.first else { return }
      let step = try await context.transaction { transaction in
        try await handOver(address, for: tenant, in: transaction)
      }
      switch step {
      case .drop: return
      case .wait(let instant): return try await context.putOff(until: instant)
      case .send(let text):
        do {
          return try await provider.send(
            offer: text,
            to: number,
            from: tenant,
            in: context.database
          )
        } catch let refusal as TencentRefusal where refusal.isOfPerson {
          // Whoever refuses one way may be reached by another.
          try await context.transaction { transaction in
            try await transaction.takeBack(address)
            try await Families().unlink(provider.channel, number, of: member.id, in: transaction)
          }
          throw refusal
        } catch let refusal as any UntakenMessage where refusal.mayRepeat {
          try await context.transaction { try await $0.takeBack(address) }
          throw refusal
        } catch is NoOfferTemplate {
          try await context.transaction { try await $0.takeBack(address) }
          return context.report(done: 0, total: 1, text: "there is no template for offers")
        } catch let error as CancellationError {
          throw error
        } catch {
          return context.report(done: 0, total: 1, text: "nobody knows whether it went out")
        }
      }
    }
  }

  /// Decides what is done with a message, and notes it as handed over before it is.
  private static func handOver(
    _ address: CampaignAddress,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> CampaignMessageStep {
    let now = transaction.environment.now()
    // Two campaigns count the same family's messages one after the other.
    guard let known = try await transaction.member(address.member) else { return .drop }
    try await transaction.lockMembers([known.id])
    guard let campaign = try await transaction.campaign(address.campaign), campaign.endedAt == nil,
      let member = try await transaction.member(known.id), member.erasedAt == nil,
      ConsentRule.standing(try await transaction.consentEntries(of: member)).contains(.marketing),
      let stand = try await transaction.lockCampaignStand(of: member, in: address.campaign),
      !stand.isQuiet, stand.orderedAt == nil,
      now < stand.enrolledAt.addingTimeInterval(Double(campaign.plan.windowDays) * 86_400),
      let words = campaign.plan.lastWords(upTo: stand.steps), words.step == address.step
    else { return .drop }
    let wait = OfferPaceRule.wait(
      offers: try await transaction.handedOffers(of: member, since: now - 8 * 86_400),
      reminders: try await transaction.sentReminders(of: member, since: now - 8 * 86_400),
      now: now,
      pace: try tenant.membership.pace,
      zone: tenant.timeZone
    )
    if let wait { return .wait(until: wait) }
    return try await transaction.handOver(address, of: member) ? .send(words.text) : .drop
  }
}

public import TenantStore

/// What membership brings with it.
public enum MembershipModule {
  /// The value that gateway and command line compose, without anybody to hand messages to.
  public static let module = module(jobs: [], handlers: [])

  /// What a merchant's boxes need of others, read once for each run.
  public typealias BoxPorts = @Sendable (TenantDatabase, TenantID) async throws -> SubscriptionPorts

  /// The value for a process in which others supply what boxes need.
  ///
  /// - Parameters:
  ///   - boxes: What boxes need of others.
  ///   - messages: A provider for each channel on which reminders reach families; they wait without.
  /// - Returns: The module.
  public static func module(
    boxes: @escaping BoxPorts,
    messages: [any MessageProvider] = []
  ) -> TenantModule {
    guard !messages.isEmpty else { return module(jobs: [], handlers: [], boxes: boxes) }
    let reminders = JobKind.deliverReminder(by: messages)
    let campaigns = JobKind.deliverCampaign(by: messages)
    let groups = messages.compactMap { $0 as? WeComMessages }.map(JobKind.tellGroup(by:))
    return module(
      jobs: [reminders, campaigns] + groups,
      handlers: [.deliverReminders(by: reminders), .deliverCampaigns(by: campaigns)]
        + groups.map(OutboxHandler.tellGroups(by:)),
      boxes: boxes
    )
  }

  static func module(
    jobs more: [JobKind],
    handlers: [OutboxHandler],
    boxes: @escaping BoxPorts = { _, _ in SubscriptionPorts() }
  ) -> TenantModule {
    let values = ValueJobs(boxes: boxes)
    return TenantModule(
      name: "membership",
      settings: MembershipSettings.self,
      migrations: Migration.all(in: EmbeddedText.files),
      handlers: handlers,
      quotas: [.codesPerDay],
      jobs: [
        .turnStages(families), .sendReminders(families), .forgetCodes, .forgetReferralTraits,
        .forgetOldPurchases,
      ]
        + values.kinds
        + more,
      schedules: [
        JobSchedule(.every(minutes: 15), .turnStages(families)),
        JobSchedule(.daily(at: .at(3, 40)), .forgetCodes),
        JobSchedule(.daily(at: .at(3, 50)), .forgetReferralTraits),
        JobSchedule(.daily(at: .at(3, 55)), .forgetOldPurchases),
      ]
        // Without anybody to hand them to, reminders wait; sent would mean lost.
        + (handlers.isEmpty ? [] : [JobSchedule(.every(minutes: 10), .sendReminders(families))])
        + values.schedules,
      folderParts: [.guidance],
      refusals: RefusalDescription.all(of: MembershipRefusal.Code.self)
        + RefusalDescription.all(of: ValueRefusal.Code.self)
    )
  }

  private static let families = Families()
}

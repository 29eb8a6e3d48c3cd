public import TenantStore

/// What membership brings with it.
public enum MembershipModule {
  /// The value that gateway and command line compose, without anybody to hand messages to.
  public static let module = module(jobs: [], handlers: [])

  static func module(jobs more: [JobKind], handlers: [OutboxHandler]) -> TenantModule {
    TenantModule(
      name: "membership",
      settings: MembershipSettings.self,
      migrations: Migration.all(in: EmbeddedText.files),
      handlers: handlers,
      quotas: [.codesPerDay],
      jobs: [.turnStages(families), .sendReminders(families), .forgetCodes] + ValueJobs.kinds
        + more,
      schedules: [
        JobSchedule(.every(minutes: 15), .turnStages(families)),
        JobSchedule(.daily(at: .at(3, 40)), .forgetCodes),
      ]
        // Without anybody to hand them to, reminders wait; sent would mean lost.
        + (handlers.isEmpty ? [] : [JobSchedule(.every(minutes: 10), .sendReminders(families))])
        + ValueJobs.schedules,
      refusals: RefusalDescription.all(of: MembershipRefusal.Code.self)
        + RefusalDescription.all(of: ValueRefusal.Code.self)
    )
  }

  private static let families = Families()
}

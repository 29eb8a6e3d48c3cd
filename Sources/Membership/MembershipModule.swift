public import TenantStore

/// What membership brings with it.
public enum MembershipModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "membership",
    settings: MembershipSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    jobs: ValueJobs.kinds,
    schedules: ValueJobs.schedules,
    refusals: RefusalDescription.all(of: ValueRefusal.Code.self)
  )
}

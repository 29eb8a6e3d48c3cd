public import TenantStore

/// What a tenant's document says about membership.
public struct MembershipSettings: ModuleSettings {
  /// Which version of its text is shown for a purpose, `guardian: 2026-11`; the first when absent.
  public var consentTexts: [String: String]?
  /// When and how often families are written to.
  public var reminders: Reminders?

  /// Settings of a tenant that says nothing.
  public init() {}

  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    consentProblems + reminderProblems
  }
}

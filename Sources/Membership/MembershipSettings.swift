public import TenantStore

/// What a tenant's document says about membership.
public struct MembershipSettings: ModuleSettings {
  /// Which version of its text is shown for a purpose, `guardian: 2026-11`; the first when absent.
  public var consentTexts: [String: String]?
  /// Who may sign in by a code.
  public var signIn: SignIn?
  /// Who carries codes and reminders.
  public var messages: Messages?
  /// When and how often families are written to.
  public var reminders: Reminders?
  /// Points; none when absent.
  public var points: PointsSettings?
  /// Tiers; none when absent.
  public var tiers: TierSettings?
  /// Referrals; none when absent.
  public var referral: ReferralSettings?
  /// Boxes that recur; none when absent.
  public var subscriptions: SubscriptionSettings?
  /// Packs of services; none when absent.
  public var packs: [PackSettings]?
  /// What members may use by stage, tier, plan and pack, besides what those hold.
  public var services: [ServiceSettings]?
  /// Which categories of the shop hold what belongs into the hospital bag: `nappies: [diaper-tape]`.
  public var birthBag: [String: [String]]?

  /// Which categories of the shop fit how a child is fed: `solids: [cereal]`.
  public var feedingGoods: [String: [String]]?

  /// Whether anything is done with what a paid order was made of.
  public var noticesGoods: Bool {
    !(birthBag ?? [:]).isEmpty || !(reminders?.restock ?? []).isEmpty
  }

  /// Settings of a tenant that says nothing.
  public init() {}

  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    consentProblems + signInProblems + messageProblems + channelProblems + reminderProblems
      + restockProblems(in: document) + bagProblems + feedingProblems
      + valueProblems(in: document)
  }
}

extension MembershipSettings {
  /// What is wrong with the settings of points, tiers, referrals and subscriptions.
  func valueProblems(in document: TenantDocument) -> [SettingsProblem] {
    (points?.problems ?? []).map { $0.below("points") }
      + (tiers?.problems(in: document) ?? []).map { $0.below("tiers") }
      + (referral?.problems(in: document) ?? []).map { $0.below("referral") }
      + (subscriptions?.problems(in: document) ?? []).map { $0.below("subscriptions") }
      + ServiceSettings.problems(of: services ?? [], in: self).map { $0.below("services") }
      + PackSettings.problems(of: packs ?? [], in: document).map { $0.below("packs") }
  }
}

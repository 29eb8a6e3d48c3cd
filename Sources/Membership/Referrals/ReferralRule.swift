public import Foundation

/// What is known about a referral when it is decided on, from the graph of who invited whom and of
/// what members were seen with.
public struct ReferralEvidence: Hashable, Sendable {
  /// Something that the invited member has in common with a relative: somebody in the same tree of
  /// invitations, the inviter included.
  public struct Tie: Hashable, Sendable {
    /// What they share.
    public var trait: ReferralTrait
    /// With whom.
    public var relative: MemberID
    /// How many members were seen with it in all.
    public var crowd: Int

    /// Describes a tie.
    public init(_ trait: ReferralTrait, with relative: MemberID, crowd: Int) {
      self.trait = trait
      self.relative = relative
      self.crowd = crowd
    }
  }

  /// One invitation and the order that followed.
  public struct Visit: Hashable, Sendable {
    /// When the invitation was taken, in UTC.
    public var invitedAt: Date
    /// When the first order was paid, in UTC.
    public var orderedAt: Date?
    /// What was paid, in minor units.
    public var amount: Int64

    /// Describes a visit.
    public init(invitedAt: Date, orderedAt: Date?, amount: Int64) {
      self.invitedAt = invitedAt
      self.orderedAt = orderedAt
      self.amount = amount
    }
  }

  /// Who invited.
  public var inviter: MemberID
  /// The referral's own visit.
  public var visit: Visit
  /// The visits of others whom the same member invited.
  public var siblings: [Visit]
  /// What the invited member shares with relatives.
  public var ties: [Tie]
  /// The least that the first order must be, in minor units.
  public var minimum: Int64
  /// For how many referrals the inviter was rewarded this month.
  public var rewardedThisMonth: Int
  /// For how many a member is rewarded in a month.
  public var monthlyCap: Int

  /// Gathers what is known.
  public init(
    inviter: MemberID,
    visit: Visit,
    siblings: [Visit] = [],
    ties: [Tie] = [],
    minimum: Int64 = 0,
    rewardedThisMonth: Int = 0,
    monthlyCap: Int = 10
  ) {
    self.inviter = inviter
    self.visit = visit
    self.siblings = siblings
    self.ties = ties
    self.minimum = minimum
    self.rewardedThisMonth = rewardedThisMonth
    self.monthlyCap = monthlyCap
  }
}

/// What is decided on a referral, and why.
public struct ReferralVerdict: Hashable, Sendable {
  /// What is decided.
  public enum Decision: String, Sendable {
    /// Both are rewarded.
    case reward
    /// A person has to look at it.
    case flag
    /// Nobody is rewarded.
    case refuse
  }

  /// Why; each is a code in the trail of decisions.
  public enum Reason: String, CaseIterable, Sendable {
    /// Both have the same telephone number.
    case samePhone = "same_phone"
    /// The same account paid for both.
    case samePayer = "same_payer"
    /// Both were seen on one device.
    case sameDevice = "same_device"
    /// Goods go to one address, which is not that of many.
    case sameAddress = "same_address"
    /// An account that pays, a telephone or a device is shared in the tree of invitations.
    case ring
    /// Several of the tree share an address, which is not that of many.
    case sharedAddress = "shared_address"
    /// Many were invited within a day.
    case burst
    /// Most of those ordered at once, and hardly more than they had to.
    case uniform
    /// The first order is too small.
    case belowMinimum = "below_minimum"
    /// The inviter was rewarded as often as a month allows.
    case monthlyCap = "monthly_cap"
    /// What the merchant gives for referrals is spent.
    case budgetSpent = "budget_spent"
  }

  /// What is decided.
  public let decision: Decision
  /// Why, in the order of their declaration; empty for a plain reward.
  public let reasons: [Reason]

  /// Describes a verdict.
  public init(decision: Decision, reasons: [Reason]) {
    self.decision = decision
    self.reasons = reasons
  }
}

/// Tells invented referrals from true ones, by fixed weights that anybody can check.
///
/// | reason | when | weight |
/// |---|---|---|
/// | `same_phone`, `same_payer` | shared with the inviter | refused |
/// | `same_device` | shared with the inviter | 3 |
/// | `same_address` | shared with the inviter, by at most ``crowd`` members | 3 |
/// | `ring` | payer, telephone or device shared with another of the tree | 3 |
/// | `shared_address` | shared with ``addressRelatives`` others of the tree, by at most ``crowd`` | 2 |
/// | `burst` | ``burst`` of the inviter's within a day | 1 |
/// | `uniform` | three in five of a burst in a hurry and near the minimum | 3 |
///
/// From ``flagFrom`` on a person looks. A household that shares an address is a self-referral in most
/// merchants' terms; a dormitory is not, hence the crowd.
public enum ReferralRule {
  /// From which weight on a person has to look.
  public static let flagFrom = 3
  /// An address of more members than this says nothing.
  public static let crowd = 8
  /// How many others of the tree share an address before it counts.
  public static let addressRelatives = 2
  /// How many invitations within 24 hours are a burst, the referral's own included.
  public static let burst = 6
  /// An order that follows so soon is in a hurry, in seconds.
  public static let hurry: TimeInterval = 6 * 3_600
  /// An order of at most so much of the minimum is near it, in percent.
  public static let nearPercent: Int64 = 115

  /// Decides on a referral whose return period is over.
  public static func verdict(on evidence: ReferralEvidence) -> ReferralVerdict {
    var reasons: Set<ReferralVerdict.Reason> = []
    if evidence.visit.amount < evidence.minimum { reasons.insert(.belowMinimum) }
    if evidence.rewardedThisMonth >= evidence.monthlyCap { reasons.insert(.monthlyCap) }
    tie(evidence, &reasons)
    hasten(evidence, &reasons)
    let ordered = ReferralVerdict.Reason.allCases.filter(reasons.contains)
    let isRefused = ordered.contains { Self.weight(of: $0) == nil }
    let weight = ordered.reduce(0) { $0 + (Self.weight(of: $1) ?? 0) }
    let decision: ReferralVerdict.Decision =
      isRefused ? .refuse : weight >= flagFrom ? .flag : .reward
    return ReferralVerdict(decision: decision, reasons: ordered)
  }

  /// What a reason weighs; nothing when it alone refuses.
  public static func weight(of reason: ReferralVerdict.Reason) -> Int? {
    switch reason {
    case .samePhone, .samePayer, .belowMinimum, .monthlyCap, .budgetSpent: nil
    case .sameDevice, .sameAddress, .ring, .uniform: 3
    case .sharedAddress: 2
    case .burst: 1
    }
  }

  private static func tie(
    _ evidence: ReferralEvidence,
    _ reasons: inout Set<ReferralVerdict.Reason>
  ) {
    var addresses: Set<MemberID> = []
    for tie in evidence.ties {
      let isInviter = tie.relative == evidence.inviter
      switch tie.trait {
      case .phone: reasons.insert(isInviter ? .samePhone : .ring)
      case .payer: reasons.insert(isInviter ? .samePayer : .ring)
      case .device: reasons.insert(isInviter ? .sameDevice : .ring)
      case .address where tie.crowd > crowd: break
      case .address where isInviter: reasons.insert(.sameAddress)
      case .address: addresses.insert(tie.relative)
      }
    }
    if addresses.count >= addressRelatives { reasons.insert(.sharedAddress) }
  }

  private static func hasten(
    _ evidence: ReferralEvidence,
    _ reasons: inout Set<ReferralVerdict.Reason>
  ) {
    let own = evidence.visit
    let near = evidence.siblings.filter {
      abs($0.invitedAt.timeIntervalSince(own.invitedAt)) <= 86_400
    }
    let crowd = near + [own]
    guard crowd.count >= burst else { return }
    reasons.insert(.burst)
    let hurried = crowd.filter { isHurried($0, evidence.minimum) }
    if hurried.count * 5 >= crowd.count * 3 { reasons.insert(.uniform) }
  }

  private static func isHurried(_ visit: ReferralEvidence.Visit, _ minimum: Int64) -> Bool {
    guard let orderedAt = visit.orderedAt else { return false }
    return orderedAt.timeIntervalSince(visit.invitedAt) <= hurry
      && visit.amount * 100 <= max(minimum, 1) * nearPercent
  }
}

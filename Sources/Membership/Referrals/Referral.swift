public import Foundation
public import TenantStore

/// One member whom another invited.
public struct ReferralID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "rfl"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the referral with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Where a referral stands.
public enum ReferralState: String, CaseIterable, Sendable {
  /// The invited member has not ordered yet.
  case invited
  /// The first order is paid, and its goods can still be given back.
  case waiting
  /// A person has to look at it.
  case flagged
  /// Both were rewarded.
  case rewarded
  /// Nobody is rewarded.
  case refused
  /// Both were rewarded, and it was taken back.
  case clawedBack = "clawed_back"
  /// One of the two is no member any more.
  case void
}

/// A referral as it stands.
public struct Referral: Hashable, Sendable {
  /// The referral.
  public let id: ReferralID
  /// Who invited.
  public let inviter: MemberID
  /// Who was invited.
  public let invitee: MemberID
  /// Where it stands.
  public internal(set) var state: ReferralState
  /// The first paid order.
  public let order: UUID?
  /// What was paid for it, in minor units.
  public let amount: Int64?
  /// When the invitation was taken, in UTC.
  public let invitedAt: Date
  /// When the first order was paid, in UTC.
  public let orderedAt: Date?
  /// When it is decided on, in UTC.
  public let dueAt: Date?
  let changes: Int64
}

/// One decision on a referral.
public struct ReferralDecision: Hashable, Sendable {
  /// Where it went.
  public let state: ReferralState
  /// Why, as codes.
  public let reasons: [String]
  /// Who decided, as the trail writes it.
  public let actor: String
  /// When, in UTC.
  public let decidedAt: Date
}

/// What ties accounts together.
public enum ReferralTrait: String, CaseIterable, Sendable {
  /// A telephone number.
  case phone
  /// An address to which goods go.
  case address
  /// An account that pays.
  case payer
  /// A device.
  case device
}

/// What a merchant says about referrals, under `modules.membership.referral`.
public struct ReferralSettings: Hashable, Sendable, Codable {
  /// What who invited gets.
  public var inviter: Reward
  /// What who was invited gets.
  public var invitee: Reward
  /// The least that the first order must be, as a decimal string in the tenant's currency.
  public var minimum: String?
  /// For how many referrals a month one member is rewarded, 1 to 1,000; 10 when absent.
  public var monthlyCap: Int?
  /// What rewards may cost in all; nothing bounds it when absent.
  public var budget: Budget?

  /// What one of the two gets.
  public struct Reward: Hashable, Sendable, Codable {
    /// Points, 1 to 1,000,000.
    public var points: Int?
    /// The kind of coupon.
    public var coupon: String?

    /// Describes a reward.
    public init(points: Int? = nil, coupon: String? = nil) {
      self.points = points
      self.coupon = coupon
    }
  }

  /// Says what both get.
  public init(
    inviter: Reward,
    invitee: Reward,
    minimum: String? = nil,
    monthlyCap: Int? = nil,
    budget: Budget? = nil
  ) {
    self.inviter = inviter
    self.invitee = invitee
    self.minimum = minimum
    self.monthlyCap = monthlyCap
    self.budget = budget
  }

  /// Everything that is wrong, by its path below the settings of referrals.
  func problems(in document: TenantDocument) -> [SettingsProblem] {
    var problems = SettingsProblem.outOfRange([
      (["monthlyCap"], monthlyCap, 1...1_000),
      (["inviter", "points"], inviter.points, 1...1_000_000),
      (["invitee", "points"], invitee.points, 1...1_000_000),
    ])
    if let minimum, let currency = Currency(code: document.currency) {
      do throws(MoneyError) {
        _ = try Money(decimal: minimum, currency: currency)
      } catch {
        problems.append(.init(path: ["minimum"], message: error.description))
      }
    }
    return problems + budgetProblems(in: document)
  }
}

internal import Crypto
internal import Foundation

/// Decides who is held out: the same for a member whenever it is asked, and apart in each campaign.
public enum CampaignArmRule {
  /// The member's part.
  ///
  /// - Parameters:
  ///   - member: Who.
  ///   - campaign: The campaign's short name, so that nobody is held out of everything.
  ///   - percent: How many of a hundred are held out, 0 to 90.
  /// - Returns: The part.
  public static func arm(of member: MemberID, in campaign: String, holdout percent: Int)
    -> CampaignArm
  {
    let hash = SHA256.hash(data: Data("\(campaign):\(member)".utf8))
    let number = hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return number % 10_000 < UInt64(max(0, percent)) * 100 ? .heldOut : .reached
  }
}

/// What became of one part of a campaign, of the members whose window is over.
public struct CampaignOutcome: Hashable, Sendable {
  /// How many members, whose window may still be open.
  public var enrolled: Int64
  /// How many members whose window is over.
  public var members: Int64
  /// How many of these paid an order in their window.
  public var converted: Int64
  /// What they paid in it less what went back, in minor units.
  public var revenue: Int64

  /// Counts members.
  public init(
    enrolled: Int64 = 0,
    members: Int64 = 0,
    converted: Int64 = 0,
    revenue: Int64 = 0
  ) {
    self.enrolled = enrolled
    self.members = members
    self.converted = converted
    self.revenue = revenue
  }

  /// The share who paid an order; nothing without members.
  public var rate: Double? { members == 0 ? nil : Double(converted) / Double(members) }
}

/// What a campaign changed, against those who were held out.
public struct CampaignLift: Hashable, Sendable {
  /// By how much the share of who ordered is higher, -1 to 1.
  public let difference: Double
  /// Between which differences it lies with 95 % confidence.
  public let interval: ClosedRange<Double>
  /// How often the share is that of the others; nothing where none of those ordered.
  public let ratio: Double?
  /// Whether chance alone is no likely reason: the interval leaves zero out.
  public var isClear: Bool { !interval.contains(0) }
}

/// Compares the two parts of a campaign.
public enum CampaignLiftRule {
  /// The difference of two shares with the interval of Newcombe (1998, method 10), which joins Wilson's
  /// intervals of both; nothing where one part has no members.
  public static func lift(_ reached: CampaignOutcome, _ heldOut: CampaignOutcome) -> CampaignLift? {
    guard let rate = reached.rate, let base = heldOut.rate else { return nil }
    let (own, other) = (wilson(reached), wilson(heldOut))
    let difference = rate - base
    let below = hypot(rate - own.lowerBound, other.upperBound - base)
    let above = hypot(own.upperBound - rate, base - other.lowerBound)
    return CampaignLift(
      difference: difference,
      interval: max(-1, difference - below)...min(1, difference + above),
      ratio: base == 0 ? nil : rate / base
    )
  }

  /// Wilson's interval of a share with 95 % confidence.
  static func wilson(_ outcome: CampaignOutcome) -> ClosedRange<Double> {
    let z = 1.959_964
    let (n, p) = (Double(outcome.members), outcome.rate ?? 0)
    let center = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return max(0, center - half)...min(1, center + half)
  }
}

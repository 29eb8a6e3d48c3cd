public import Foundation

/// What a campaign says and gives some days after a member joined it.
public struct CampaignStep: Hashable, Sendable {
  /// After how many days, 1 to 89.
  public var afterDays: Int
  /// What stands on the member's page from then on, up to 300 characters.
  public var message: String
  /// The kind of coupon that the member gets then.
  public var coupon: String?
  /// The service that it speaks of: it waits for as long as the member may not use it.
  public var service: String?

  /// Describes a step.
  public init(
    afterDays: Int,
    message: String = "",
    coupon: String? = nil,
    service: String? = nil
  ) {
    self.afterDays = afterDays
    self.message = message
    self.coupon = coupon
    self.service = service
  }
}

/// When the steps of a campaign come.
public enum CampaignStepRule {
  /// The most steps of a campaign.
  public static let limit = 5

  /// What is wrong with the steps of a campaign: one a day at most, in order, inside of the days in which
  /// an order counts, and each says or gives something.
  public static func isRight(_ steps: [CampaignStep], windowDays: Int) -> Bool {
    let days = steps.map(\.afterDays)
    return steps.count <= limit && zip(days, days.dropFirst()).allSatisfy(<)
      && days.allSatisfy { (1...89).contains($0) && $0 < windowDays }
      && steps.allSatisfy { step in
        step.message.unicodeScalars.count <= 300 && !(step.message.isEmpty && step.coupon == nil)
      }
  }

  /// How many steps have come for a member; none comes after the next order.
  ///
  /// - Parameters:
  ///   - steps: The steps in order.
  ///   - enrolledAt: When the member joined the campaign, in UTC.
  ///   - orderedAt: When the member paid an order after that first, in UTC.
  ///   - now: The present, in UTC.
  /// - Returns: 0 to all of them.
  public static func count(
    of steps: [CampaignStep],
    enrolledAt: Date,
    orderedAt: Date?,
    now: Date
  ) -> Int {
    let end = min(now, orderedAt ?? now)
    return steps.count { enrolledAt.addingTimeInterval(Double($0.afterDays) * 86_400) <= end }
  }
}

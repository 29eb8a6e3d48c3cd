public import Foundation
public import TenantStore

/// What a provider is asked for.
public struct ChargeRequest: Hashable, Sendable {
  /// The attempt; a provider moves money at most once for the same key.
  public let key: String
  /// The amount.
  public let amount: Money
  /// The contract.
  public let subscription: SubscriptionID
  /// Who pays.
  public let member: MemberID
}

/// Whoever moves money for boxes that recur, by an agreement with the member.
///
/// What it throws counts as "nobody knows": the attempt is asked about before anything else is done.
public protocol ChargeProvider: Sendable {
  /// Asks for an amount; the same key once more gives the same answer and moves nothing.
  func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome
  /// What came of an attempt.
  func outcome(of key: String) async throws -> SubscriptionMachine.Outcome
}

/// The way without a provider: the merchant collects the money and notes what came of it.
public struct ManualCollection: ChargeProvider {
  /// Creates the way without a provider.
  public init() {}

  /// Nobody knows until the merchant notes it.
  public func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome {
    .unknown
  }

  /// Nobody knows until the merchant notes it.
  public func outcome(of key: String) async throws -> SubscriptionMachine.Outcome { .unknown }
}

/// A box whose day has come.
public struct DueBox: Hashable, Sendable {
  /// Names the box; no two boxes of a merchant have the same.
  public let key: String
  /// Whose it is.
  public let member: MemberID
  /// What is in it, by the merchant's name.
  public let contents: String
  /// The articles; none where the merchant has not said any.
  public let goods: [SubscriptionSettings.Goods]
  /// What one box of the contract costs, also where it was paid before.
  public let price: Money
  /// Where it goes.
  public let address: String
}

/// What subscriptions need of others; each default works alone.
public struct SubscriptionPorts: Sendable {
  /// The age of a child in whole months on a day, negative before birth; nothing when unknown.
  public typealias AgeInMonths =
    @Sendable (MemberID, UUID, CivilDay, TenantTransaction) async throws -> Int?
  /// Takes the contents of a box out of stock before anybody is asked for money, in the transaction
  /// that notes it; false when there is not enough.
  ///
  /// The same key once more takes nothing more. What becomes of the box is told by the events
  /// `membership.box_paid` and `membership.box_called_off`, which carry the key.
  public typealias Reserve = @Sendable (DueBox, TenantTransaction) async throws -> Bool

  /// The age of a child.
  public var ageInMonths: AgeInMonths
  /// Takes out of stock.
  public var reserve: Reserve

  /// Supplies the ports: without any, the age is that of the member's own child, corrected for a preterm
  /// birth, and there is always enough.
  public init(
    ageInMonths: @escaping AgeInMonths = SubscriptionPorts.ageOfOwnChild,
    reserve: @escaping Reserve = { _, _ in true }
  ) {
    self.ageInMonths = ageInMonths
    self.reserve = reserve
  }

  /// The age of a child of the member as membership knows it; nothing for another's, or in silence.
  public static let ageOfOwnChild: AgeInMonths = { member, child, day, transaction in
    guard let member = try await transaction.member(member),
      let child = try await transaction.children(of: member)
        .first(where: { $0.id.uuid == child && $0.quietSince == nil })
    else { return nil }
    return StageRule.months(of: child.dates, on: day)
  }
}

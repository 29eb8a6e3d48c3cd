public import Foundation
public import TenantStore

/// Money of a member that has to go back: it moved for a box that does not come.
public struct SubscriptionRefund: Hashable, Sendable {
  /// What it moved for; no two refunds have the same.
  public struct Key: Hashable, Sendable {
    /// The contract.
    public let subscription: SubscriptionID
    /// The box by its number from 1.
    public let number: Int64
    /// The attempt at which the money moved, from 1; 0 for boxes that were paid before and called off.
    public let attempt: Int

    /// Names a refund.
    public init(subscription: SubscriptionID, number: Int64, attempt: Int) {
      self.subscription = subscription
      self.number = number
      self.attempt = attempt
    }
  }

  /// What it moved for.
  public let key: Key
  /// Whose money it is.
  public let member: MemberID
  /// How much, above zero.
  public let amount: Money
  /// What the provider calls the payment; empty where several boxes were paid at once before.
  public let paymentReference: String
  /// Since when it is owed, in UTC.
  public let owedAt: Date
  /// When it went back, in UTC.
  public let refundedAt: Date?
}

/// The payment of a box of a contract.
struct BoxPayment: Hashable, Sendable {
  let number: Int64
  let attempt: Int
  let reference: String
}

extension SubscriptionProgram {
  /// Notes that what was owed went back.
  ///
  /// - `reference`: What the refund is called where it was made, 1 to 200 characters.
  /// - Returns: Whether this call was the one; not when it went back before.
  /// - Throws: ``ValueRefusal`` with the code `subscription_invalid` (`fields`), or
  ///   `subscription_not_found` where nothing is owed under the key.
  @discardableResult
  public func noteRefund(
    _ key: SubscriptionRefund.Key,
    reference: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard (1...200).contains(reference.count) else {
      throw ValueRefusal(.subscriptionInvalid, details: ["fields": ["reference"]])
    }
    guard try await transaction.settleSubscriptionRefund(key, reference: reference) else {
      guard
        try await transaction.subscriptionRefunds(of: key.subscription)
          .contains(where: { $0.key == key })
      else { throw ValueRefusal(.subscriptionNotFound) }
      return false
    }
    try await transaction.audit(
      "membership.box_refunded",
      of: key.subscription.description,
      by: actor,
      after: [
        "number": .integer(key.number), "attempt": .integer(Int64(key.attempt)),
        "reference": .string(reference),
      ]
    )
    return true
  }
}

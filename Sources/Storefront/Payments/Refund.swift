public import Foundation
public import TenantStore

/// Money of an order on its way back.
public struct Refund: Hashable, Sendable {
  /// Where a refund stands.
  public enum Status: String, CaseIterable, Sendable {
    /// Somebody has to send the money: the merchant, or a job where the provider takes orders.
    case requested
    /// The provider has taken the order and works on it.
    case sent
    /// The money went back.
    case done
    /// The money could not go back; what it claimed is free again.
    case failed
  }

  /// The refund.
  public let id: RefundID
  /// The order.
  public let order: OrderID
  /// The order's number.
  public let orderNumber: String
  /// The code of the way to pay, by which the money goes back.
  public let provider: String
  /// What makes asking twice the same refund.
  public let key: UUID
  /// How much goes back, above zero.
  public let amount: Money
  /// Why, in the words of who asked.
  public let reason: String
  /// Where it stands.
  public let status: Status
  /// The bank's or the provider's reference, once the money went.
  public let reference: String?
  /// When it was asked for, in UTC.
  public let requestedAt: Date
  /// When it was done or failed, in UTC.
  public let settledAt: Date?
  /// What it waits for, or waited for, when it is above the shop's limit.
  public let hold: RefundHold?

  /// Whether a second person has to say yes before the money goes back.
  public var isHeld: Bool { status == .requested && hold != nil && hold?.approvedBy == nil }
}

/// Which refunds a merchant wants to see, newest first.
public struct RefundListQuery: Hashable, Sendable {
  /// Only those that are not done: they are tasks.
  public var onlyOpen = false
  /// Only those of an order.
  public var order: OrderID?
  /// Only those before this one.
  public var before: RefundID?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for the latest fifty.
  public init() {}
}

/// What has happened to the money of an order, in its currency.
public struct PaymentBalance: Hashable, Sendable {
  /// What came in.
  public let paid: Money
  /// What is asked back, whether it went or not.
  public let claimed: Money
  /// What went back.
  public let refunded: Money

  /// What may still be asked back.
  public var refundable: Money { paid - claimed }
}

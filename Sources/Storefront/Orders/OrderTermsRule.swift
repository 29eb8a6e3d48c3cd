public import Foundation
internal import TenantStore

/// How long things about an order may take; kept with it as they were when it was placed.
public struct OrderTerms: Hashable, Sendable {
  /// Until when it has to be paid; nothing when the money comes at the door.
  public let payBy: Date?
  /// Days after which a parcel counts as delivered when nobody said so.
  public let receiptDays: Int
  /// Days after delivery when the order is completed.
  public let completionDays: Int
}

/// Decides the terms of a new order.
public enum OrderTermsRule {
  /// How many unpaid orders a visitor may have open unless the merchant says otherwise.
  static let unpaidLimit = 5
  private static let payMinutes = 30
  /// A transfer between banks is not there in half an hour; the order's page says "two days".
  private static let transferMinutes = 2 * 24 * 60

  /// The terms of an order that is placed now.
  ///
  /// - Parameters:
  ///   - settings: What the merchant says.
  ///   - provider: The code of the way to pay.
  ///   - collectsOnDelivery: Whether the money comes at the door.
  ///   - now: When the order is placed.
  /// - Returns: The terms.
  public static func terms(
    _ settings: StorefrontSettings.Orders?,
    provider: String,
    collectsOnDelivery: Bool,
    at now: Date
  ) -> OrderTerms {
    let usual = provider == BankTransfer().code ? transferMinutes : payMinutes
    let minutes = settings?.payWithinMinutes ?? usual
    return OrderTerms(
      payBy: collectsOnDelivery ? nil : now.addingTimeInterval(Double(minutes) * 60),
      receiptDays: settings?.receiptDays ?? 10,
      completionDays: settings?.completionDays ?? 7
    )
  }

  /// The terms of an order whose money somebody else collects: it does not expire.
  static func agreed(_ settings: StorefrontSettings.Orders?) -> OrderTerms {
    OrderTerms(
      payBy: nil,
      receiptDays: settings?.receiptDays ?? 10,
      completionDays: settings?.completionDays ?? 7
    )
  }
}

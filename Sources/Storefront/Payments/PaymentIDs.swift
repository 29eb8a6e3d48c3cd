public import Foundation
public import TenantStore

/// One attempt to pay an order.
public struct PaymentID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "pay"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One thing that happened to a payment.
public struct PaymentEventID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "pev"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One refund of a payment.
public struct RefundID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "rfd"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

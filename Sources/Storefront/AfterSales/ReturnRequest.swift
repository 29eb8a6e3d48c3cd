public import Foundation
public import TenantStore

/// A wish to give goods of an order back, to have money back or goods exchanged.
public struct ReturnID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ret"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What a shopper wants.
public enum ReturnKind: String, CaseIterable, Sendable {
  /// Money back, and the goods stay.
  case refundOnly = "refund_only"
  /// Money back for goods that are sent back.
  case returnRefund = "return_refund"
  /// The same goods anew for goods that are sent back.
  case exchange
}

/// Why a shopper wants it.
public enum ReturnReason: String, CaseIterable, Sendable {
  /// None is needed: Consumer Protection Law, article 25.
  case noReason = "no_reason"
  /// It came damaged.
  case damaged
  /// It does not work as it should.
  case defective
  /// It is something else.
  case wrongItem = "wrong_item"
  /// It was not in the parcel.
  case missing
  /// It is not what was described.
  case notAsDescribed = "not_as_described"
  /// It was past its date, or nearly, when it came.
  case expiredGoods = "expired_goods"

  /// Whether the merchant answers for it, and bears the way back (article 24).
  public var isMerchantsFault: Bool { self != .noReason }
}

/// Where a request stands.
public enum ReturnState: String, CaseIterable, Sendable {
  /// The merchant has to decide.
  case requested
  /// The shopper has to send the goods back.
  case approved
  /// The goods are on their way back.
  case sentBack = "sent_back"
  /// The merchant has the goods and has to settle.
  case received
  /// The money goes back.
  case refunded
  /// The goods were exchanged.
  case exchanged
  /// The merchant said no, and why.
  case refused
  /// The shopper thought better of it.
  case withdrawn
  /// The goods were not sent back in time.
  case expired

  /// Whether nothing happens any more.
  public var isFinal: Bool {
    switch self {
    case .requested, .approved, .sentBack, .received: false
    case .refunded, .exchanged, .refused, .withdrawn, .expired: true
    }
  }
}

/// A request as it stands.
public struct ReturnRequest: Hashable, Sendable {
  /// The request.
  public let id: ReturnID
  /// The order.
  public let order: OrderID
  /// The order's number.
  public let orderNumber: String
  /// What is wanted.
  public let kind: ReturnKind
  /// Why.
  public let reason: ReturnReason
  /// Where it stands.
  public let state: ReturnState
  /// What the shopper wrote.
  public let note: String
  /// What the merchant answered.
  public let reply: String
  /// Who carries the goods back, and under which number; empty until they were sent.
  public let carrier: String
  /// The carrier's number.
  public let trackingNumber: String
  /// What goes back for the goods and for the freight.
  public let goodsRefund: Money
  /// What goes back for the freight.
  public let freightRefund: Money
  /// Whether the shop bears the way back although nothing was wrong, as a benefit of the shopper.
  public let isWayBackFree: Bool
  /// Whether the goods were handed over in a store.
  public let isInStore: Bool
  /// When it was asked for, in UTC.
  public let requestedAt: Date
  /// When it ended, in UTC.
  public let closedAt: Date?
  /// By when the next step has to be taken, in UTC.
  public let dueAt: Date?
  /// Which pieces it is about.
  public let lines: [ReturnLine]
  /// What shows it.
  public let pictures: [MediaID]
}

extension ReturnRequest {
  /// Whether the way back costs the shopper money: goods are sent back, and for no reason of the shop's.
  public var hasWayBackToPay: Bool {
    kind != .refundOnly && !isInStore && !reason.isMerchantsFault
  }
}

/// Pieces of one order line that a request is about.
public struct ReturnLine: Hashable, Sendable {
  /// The place of the line in the order.
  public let position: Int
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product's name as it was bought.
  public let name: String
  /// How many pieces.
  public let quantity: Int
  /// Whether the packing that keeps it sealed was opened.
  public let isOpened: Bool
  /// Whether it went back on sale.
  public let isRestocked: Bool
}

/// What a shopper sends to have something made good.
public struct ReturnForm: Hashable, Sendable {
  /// Pieces of one SKU.
  public struct Line: Hashable, Sendable {
    /// The merchant's own number of the SKU.
    public var code: String
    /// How many pieces, at least 1.
    public var quantity: Int
    /// Whether the packing that keeps it sealed was opened.
    public var isOpened: Bool

    /// Names pieces.
    public init(code: String, quantity: Int, isOpened: Bool = false) {
      self.code = code
      self.quantity = quantity
      self.isOpened = isOpened
    }
  }

  /// What is wanted.
  public var kind: ReturnKind
  /// Why.
  public var reason: ReturnReason
  /// What the shopper wants to add, at most 500 characters.
  public var note: String
  /// Which pieces.
  public var lines: [Line]

  /// Fills the form.
  public init(kind: ReturnKind, reason: ReturnReason, note: String = "", lines: [Line]) {
    self.kind = kind
    self.reason = reason
    self.note = note
    self.lines = lines
  }
}

public import Foundation
public import TenantStore

/// An invoice of an order.
public struct InvoiceID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "inv"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// To whom an invoice is made out (发票抬头), as a shopper asks for it.
public struct InvoiceForm: Hashable, Sendable {
  /// The name of a person or a company, 1 to 100 characters.
  public var title: String
  /// The taxpayer's number of a company; empty for a person.
  public var taxNumber: String
  /// Where the invoice is sent; may be empty.
  public var email: String

  /// Describes a wish.
  public init(title: String, taxNumber: String = "", email: String = "") {
    self.title = title
    self.taxNumber = taxNumber
    self.email = email
  }
}

/// A wish for an invoice and what came of it.
public struct Invoice: Hashable, Sendable {
  /// The invoice.
  public let id: InvoiceID
  /// The order.
  public let order: OrderID
  /// The order's number.
  public let orderNumber: String
  /// Where it stands.
  public let state: InvoiceState
  /// To whom it is made out.
  public let form: InvoiceForm
  /// What it says, once it was issued.
  public let amount: Money?
  /// What the order has brought in and kept.
  public let kept: Money
  /// The number of the tax authority, once it was issued.
  public let number: String
  /// Why it was refused or voided.
  public let reason: String
  /// When it was asked for, in UTC.
  public let requestedAt: Date
  /// When somebody decided, in UTC.
  public let decidedAt: Date?

  /// Whether money went back since it was issued, so that it has to be voided and made anew.
  public var isOutdated: Bool { state == .issued && amount.map { $0 != kept } ?? false }
}

/// Where an invoice stands.
public enum InvoiceState: String, CaseIterable, Sendable {
  /// Somebody has to issue it.
  case requested
  /// It is made out, and the shopper has its number.
  case issued
  /// The merchant said no.
  case refused
  /// The shopper thought better of it.
  case withdrawn
  /// It was made out and taken back (红冲); another may be asked for.
  case voided
}

/// What may happen to an invoice.
public enum InvoiceEvent: String, CaseIterable, Sendable {
  /// It is made out.
  case issue
  /// The merchant says no.
  case refuse
  /// The shopper thinks better of it.
  case withdraw
  /// It is taken back.
  case void
}

/// What an event does to an invoice; one table.
public enum InvoiceTransition {
  /// The state after an event, the same one when it has happened before, nothing when it may not.
  public static func next(after event: InvoiceEvent, in state: InvoiceState) -> InvoiceState? {
    switch (event, state) {
    case (.issue, .requested), (.issue, .issued): .issued
    case (.refuse, .requested), (.refuse, .refused): .refused
    case (.withdraw, .requested), (.withdraw, .withdrawn): .withdrawn
    case (.void, .issued), (.void, .voided): .voided
    default: nil
    }
  }
}

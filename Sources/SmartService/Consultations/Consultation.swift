public import Foundation
public import TenantStore

/// A booked talk with an expert.
public struct ConsultationID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "tlk"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Where a consultation stands.
public enum ConsultationState: String, CaseIterable, Sendable {
  /// The time is held for whoever is about to pay.
  case held
  /// It is paid.
  case booked
  /// It took place.
  case done
  /// The expert was not there; the money goes back.
  case missed
  /// It was called off.
  case cancelled
  /// Nobody paid in time; the time is free again.
  case expired
  /// It was paid when the time was gone, or without one; the merchant offers another one or gives the money back.
  case unplaced

  /// Whether nobody else can have the time.
  public var hasTime: Bool { [.held, .booked, .done, .missed].contains(self) }
}

/// What may happen to a consultation.
public enum ConsultationEvent: String, CaseIterable, Sendable {
  /// Its order is paid, while the time is still there.
  case pay
  /// Its order is paid, and somebody else has the time, or it is over.
  case payLate = "pay_late"
  /// The customer or the merchant calls it off.
  case cancel
  /// Its order was called off, or the money went back.
  case refund
  /// The time to pay is over.
  case expire
  /// It took place.
  case finish
  /// The expert was not there.
  case miss
}

/// What an event does to a consultation; one table.
public enum ConsultationTransition {
  /// The state after an event; the same where it has happened before; nothing where it must not happen.
  public static func state(after event: ConsultationEvent, in state: ConsultationState)
    -> ConsultationState?
  {
    switch (event, state) {
    case (.pay, .held), (.pay, .expired), (.pay, .booked): .booked
    case (.pay, .done): .done
    case (.pay, .cancelled), (.payLate, .expired), (.payLate, .cancelled), (.pay, .unplaced),
      (.payLate, .unplaced), (.payLate, .held):
      .unplaced
    case (.cancel, .held), (.cancel, .booked), (.cancel, .cancelled), (.cancel, .unplaced):
      .cancelled
    case (.refund, .held), (.refund, .booked), (.refund, .cancelled), (.refund, .unplaced):
      .cancelled
    case (.refund, .missed): .missed
    case (.refund, .expired), (.expire, .held), (.expire, .expired): .expired
    case (.finish, .booked), (.finish, .done): .done
    case (.miss, .booked), (.miss, .missed): .missed
    default: nil
    }
  }

  /// Whether paid money has to go back once a consultation is in a state.
  public static func owesRefund(_ state: ConsultationState, isPaid: Bool) -> Bool {
    isPaid && [.missed, .cancelled, .unplaced].contains(state)
  }
}

/// A consultation as it stands.
public struct Consultation: Hashable, Sendable {
  /// The consultation.
  public let id: ConsultationID
  /// The expert's short name.
  public let expert: String
  /// When it begins, in UTC.
  public let startsAt: Date
  /// How many minutes it takes.
  public let minutes: Int
  /// Who booked it.
  public let session: SessionID
  /// Where it stands.
  public let state: ConsultationState
  /// Until when the time is held, in UTC.
  public let heldUntil: Date
  /// The shop's own number of what is paid.
  public let sku: String
  /// The number of the order that paid it.
  public let orderNumber: String?
  /// Whether paid money has to go back.
  public let owesRefund: Bool
  /// What the customer wants to talk about.
  public let question: String
  /// What the expert noted; the customer reads it.
  public let note: String
  /// From 1, bad, to 5, once the customer has said so.
  public let rating: Int?
  /// When the expert got the share of it, in UTC.
  public let paidOutAt: Date?

  /// Whether the expert has still to get the share of it.
  public var owesPayout: Bool { state == .done && paidOutAt == nil }

  /// Whether its time has come, so that only the merchant says what became of it.
  public func hasBegun(at now: Date) -> Bool { state == .booked && startsAt <= now }
}

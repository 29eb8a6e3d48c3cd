/// Where an order stands on its three axes.
public struct OrderState: Hashable, Sendable {
  /// Whether the order still lives.
  public enum Status: String, CaseIterable, Sendable {
    /// Placed and not finished.
    case placed
    /// Paid and handed over.
    case completed
    /// Called off; its stock is back.
    case cancelled
  }

  /// Where the money is.
  public enum Payment: String, CaseIterable, Sendable {
    /// Not confirmed yet.
    case unpaid
    /// Confirmed by the merchant.
    case paid
    /// Given back in part.
    case partiallyRefunded = "partially_refunded"
    /// Given back.
    case refunded
  }

  /// Where the goods are.
  public enum Fulfilment: String, CaseIterable, Sendable {
    /// Still with the merchant.
    case unfulfilled
    /// Handed over.
    case fulfilled
  }

  /// Whether the order still lives.
  public var status: Status
  /// Where the money is.
  public var payment: Payment
  /// Where the goods are.
  public var fulfilment: Fulfilment

  /// The state in which every order begins.
  public static let new = Self(status: .placed, payment: .unpaid, fulfilment: .unfulfilled)
}

/// What may happen to an order.
public enum OrderEvent: String, CaseIterable, Sendable {
  /// The merchant has the money.
  case confirmPayment = "confirm_payment"
  /// Part of the money went back, and some is left.
  case refundPart = "refund_part"
  /// The money, or the last of it, went back.
  case refundPayment = "refund_payment"
  /// The goods were handed over.
  case fulfil
  /// The order is called off.
  case cancel
}

/// What an event does to an order; one table for the three axes.
public enum OrderTransition {
  /// What becomes of an order.
  public enum Outcome: Hashable, Sendable {
    /// The order moves to this state.
    case moves(OrderState)
    /// The event has happened before; nothing changes.
    case stays
    /// The event is not allowed in this state.
    case refused
  }

  /// Decides what an event does.
  ///
  /// Money that comes is never refused: for an order that was called off it is due back.
  /// Goods leave unpaid only where the money is collected at the door, and never once all of it
  /// went back. Money may go back at any time after it came: for goods that ran out, for returns,
  /// for an order that was called off.
  /// - Parameters:
  ///   - event: What happens.
  ///   - state: Where the order stands.
  ///   - collectsOnDelivery: Whether the way to pay takes the money at the door.
  /// - Returns: Where the order goes, if anywhere.
  public static func outcome(
    of event: OrderEvent,
    in state: OrderState,
    collectsOnDelivery: Bool
  ) -> Outcome {
    switch (event, state.status, state.payment, state.fulfilment) {
    case (.confirmPayment, _, .unpaid, _): moved(state) { $0.payment = .paid }
    case (.confirmPayment, _, _, _): .stays
    case (.fulfil, .placed, .paid, .unfulfilled),
      (.fulfil, .placed, .partiallyRefunded, .unfulfilled):
      moved(state) { $0.fulfilment = .fulfilled }
    case (.fulfil, .placed, .unpaid, .unfulfilled) where collectsOnDelivery:
      moved(state) { $0.fulfilment = .fulfilled }
    case (.fulfil, .placed, _, .fulfilled), (.fulfil, .completed, _, _): .stays
    case (.cancel, .placed, _, .unfulfilled): moved(state) { $0.status = .cancelled }
    case (.cancel, .cancelled, _, _): .stays
    case (.refundPart, _, .paid, _): moved(state) { $0.payment = .partiallyRefunded }
    case (.refundPart, _, .partiallyRefunded, _): .stays
    case (.refundPayment, _, .paid, _), (.refundPayment, _, .partiallyRefunded, _):
      moved(state) { $0.payment = .refunded }
    case (.refundPayment, _, .refunded, _): .stays
    default: .refused
    }
  }

  private static func moved(_ state: OrderState, _ change: (inout OrderState) -> Void) -> Outcome {
    var next = state
    change(&next)
    if next.status == .placed, next.payment != .unpaid, next.fulfilment == .fulfilled {
      next.status = .completed
    }
    return .moves(next)
  }
}

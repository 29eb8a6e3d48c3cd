/// Where an order stands on its three axes.
public struct OrderState: Hashable, Sendable {
  /// Whether the order still lives.
  public enum Status: String, CaseIterable, Sendable {
    /// Placed and not finished.
    case placed
    /// Paid, with the shopper, and the days in which it may go back are over.
    case completed
    /// Called off by somebody or by time; its stock is back.
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
    /// Some pieces have left.
    case partiallyFulfilled = "partially_fulfilled"
    /// All pieces have left.
    case fulfilled
    /// All pieces are with the shopper.
    case delivered

    /// Whether all pieces have left.
    public var hasLeft: Bool { self == .fulfilled || self == .delivered }
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
  /// Some of the goods were handed over.
  case fulfilPartly = "fulfil_partly"
  /// The goods were handed over.
  case fulfil
  /// The goods are with the shopper.
  case deliver
  /// The days in which goods may go back are over.
  case complete
  /// The order is called off.
  case cancel
  /// Nobody paid in time.
  case expire
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
    switch event {
    case .confirmPayment, .refundPart, .refundPayment: payment(event, state)
    case .fulfilPartly, .fulfil, .deliver: fulfilment(event, state, collectsOnDelivery)
    case .complete, .cancel, .expire: status(event, state, collectsOnDelivery)
    }
  }

  private static func payment(_ event: OrderEvent, _ state: OrderState) -> Outcome {
    switch (event, state.status, state.payment) {
    case (.confirmPayment, _, .unpaid): moved(state) { $0.payment = .paid }
    case (.confirmPayment, _, _): .stays
    case (.refundPart, _, .paid): moved(state) { $0.payment = .partiallyRefunded }
    case (.refundPart, _, .partiallyRefunded): .stays
    case (.refundPayment, _, .paid), (.refundPayment, _, .partiallyRefunded):
      moved(state) { $0.payment = .refunded }
    case (.refundPayment, _, .refunded): .stays
    default: .refused
    }
  }

  private static func fulfilment(
    _ event: OrderEvent,
    _ state: OrderState,
    _ collectsOnDelivery: Bool
  ) -> Outcome {
    let mayLeave =
      switch state.payment {
      case .unpaid: collectsOnDelivery
      case .paid, .partiallyRefunded: true
      case .refunded: false
      }
    switch (event, state.status, state.fulfilment) {
    case (.fulfilPartly, .placed, .unfulfilled) where mayLeave:
      return moved(state) { $0.fulfilment = .partiallyFulfilled }
    case (.fulfilPartly, .placed, .partiallyFulfilled) where mayLeave: return .stays
    case (.fulfil, .placed, .unfulfilled) where mayLeave,
      (.fulfil, .placed, .partiallyFulfilled) where mayLeave:
      return moved(state) { $0.fulfilment = .fulfilled }
    case (.fulfil, .placed, .fulfilled), (.fulfil, .placed, .delivered), (.fulfil, .completed, _):
      return .stays
    case (.deliver, .placed, .fulfilled): return moved(state) { $0.fulfilment = .delivered }
    case (.deliver, .placed, .delivered), (.deliver, .completed, _): return .stays
    default: return .refused
    }
  }

  private static func status(
    _ event: OrderEvent,
    _ state: OrderState,
    _ collectsOnDelivery: Bool
  ) -> Outcome {
    switch (event, state.status, state.fulfilment) {
    case (.complete, .placed, .delivered) where state.payment != .unpaid:
      moved(state) { $0.status = .completed }
    case (.complete, .completed, _): .stays
    case (.cancel, .placed, .unfulfilled): moved(state) { $0.status = .cancelled }
    case (.expire, .placed, .unfulfilled) where state.payment == .unpaid && !collectsOnDelivery:
      moved(state) { $0.status = .cancelled }
    case (.cancel, .cancelled, _), (.expire, .cancelled, _): .stays
    default: .refused
    }
  }

  private static func moved(_ state: OrderState, _ change: (inout OrderState) -> Void) -> Outcome {
    var next = state
    change(&next)
    return .moves(next)
  }
}

/// What may happen to a request.
public enum ReturnEvent: String, CaseIterable, Sendable {
  /// The merchant says yes.
  case approve
  /// The merchant says no, or the goods that came back are not whole.
  case refuse
  /// The shopper thinks better of it.
  case withdraw
  /// The shopper has sent the goods back.
  case sendBack = "send_back"
  /// The merchant has the goods.
  case receive
  /// The money goes back.
  case refund
  /// The money did not go back: a second person said no, or the provider could not send it.
  case refundFailed = "refund_failed"
  /// New goods are sent.
  case exchange
  /// The goods were not sent back in time.
  case expire
}

/// What an event does to a request; one table.
public enum ReturnTransition {
  /// What becomes of a request.
  public enum Outcome: Hashable, Sendable {
    /// The request moves to this state.
    case moves(ReturnState)
    /// The event has happened before; nothing changes.
    case stays
    /// The event is not allowed in this state.
    case refused
  }

  /// Decides what an event does.
  ///
  /// Money for goods that stay follows the merchant's yes; money for goods that come back follows
  /// them. An exchange that cannot be served ends in money. Where the money did not go back, somebody
  /// decides anew.
  public static func outcome(of event: ReturnEvent, in state: ReturnState, kind: ReturnKind)
    -> Outcome
  {
    switch (event, state) {
    case (.approve, .requested): .moves(.approved)
    case (.approve, .approved): .stays
    case (.refuse, .requested), (.refuse, .received): .moves(.refused)
    case (.refuse, .refused): .stays
    case (.withdraw, .requested), (.withdraw, .approved): .moves(.withdrawn)
    case (.withdraw, .withdrawn): .stays
    case (.sendBack, .approved) where kind != .refundOnly: .moves(.sentBack)
    case (.sendBack, .sentBack): .stays
    case (.receive, .approved) where kind != .refundOnly: .moves(.received)
    case (.receive, .sentBack): .moves(.received)
    case (.receive, .received): .stays
    case (.refund, .approved) where kind == .refundOnly: .moves(.refunded)
    case (.refund, .received): .moves(.refunded)
    case (.refund, .refunded): .stays
    case (.refundFailed, .refunded): .moves(kind == .refundOnly ? .requested : .received)
    case (.refundFailed, .requested), (.refundFailed, .received): .stays
    case (.exchange, .received) where kind == .exchange: .moves(.exchanged)
    case (.exchange, .exchanged): .stays
    case (.expire, .approved) where kind != .refundOnly: .moves(.expired)
    case (.expire, .expired): .stays
    default: .refused
    }
  }
}

public import TenantStore

/// What a merchant does to a promotion.
public enum PromotionEvent: String, CaseIterable, Sendable {
  /// A draft runs, within its times.
  case start
  /// It gives nothing until it is resumed.
  case pause
  /// It runs again, within its times.
  case resume
  /// It runs no more, for good.
  case end
}

/// What an event does to a promotion; one table.
public enum PromotionTransition {
  /// Decides what becomes of a promotion; the state itself when the event has happened before, and
  /// nothing when it is not allowed.
  public static func next(after event: PromotionEvent, in state: PromotionLifecycle)
    -> PromotionLifecycle?
  {
    switch (event, state) {
    case (.start, .draft), (.start, .active): .active
    case (.pause, .active), (.pause, .paused): .paused
    case (.resume, .paused), (.resume, .active): .active
    case (.end, _): .ended
    case (.start, .paused), (.start, .ended), (.pause, .draft), (.pause, .ended),
      (.resume, .draft), (.resume, .ended):
      nil
    }
  }
}

extension Shop {
  /// Lets a promotion run, rest, run again or end; doing it again changes nothing.
  ///
  /// What was ordered meanwhile keeps what it was given.
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found` or
  ///   `promotion_transition_refused` (`state`) where the table of states has no way.
  public func changePromotion(
    _ code: String,
    _ event: PromotionEvent,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let state = try await transaction.lockPromotion(code) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    guard let next = PromotionTransition.next(after: event, in: state) else {
      throw StorefrontRefusal(
        .promotionTransitionRefused,
        details: ["state": .string(state.rawValue)]
      )
    }
    guard next != state else { return }
    try await transaction.setState(next, ofPromotion: code)
    try await transaction.audit(
      "storefront.promotion_\(event.past)",
      of: code,
      by: actor,
      before: ["state": .string(state.rawValue)],
      after: ["state": .string(next.rawValue)]
    )
  }
}

extension PromotionEvent {
  /// What the trail calls it.
  fileprivate var past: String {
    switch self {
    case .start: "started"
    case .pause: "paused"
    case .resume: "resumed"
    case .end: "ended"
    }
  }
}

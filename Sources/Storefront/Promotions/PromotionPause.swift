public import TenantStore

/// What a merchant does to a running promotion.
public enum PromotionEvent: String, CaseIterable, Sendable {
  /// It gives nothing until it is resumed.
  case pause
  /// It runs again, within its times.
  case resume
}

/// What an event does to a promotion; one table.
public enum PromotionTransition {
  /// Decides what becomes of a promotion; the state itself when the event has happened before, and
  /// nothing when it is not allowed.
  ///
  /// Only the folder says that a draft runs or that something is ended.
  public static func next(after event: PromotionEvent, in state: PromotionLifecycle)
    -> PromotionLifecycle?
  {
    switch (event, state) {
    case (.pause, .active), (.pause, .paused): .paused
    case (.resume, .paused), (.resume, .active): .active
    case (_, .draft), (_, .ended): nil
    }
  }
}

extension Shop {
  /// Lets a promotion rest or run again; doing it again changes nothing.
  ///
  /// What was ordered meanwhile keeps what it was given.
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found` or
  ///   `promotion_transition_refused` (`state`) for one that is a draft or ended.
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
      "storefront.promotion_\(next == .paused ? "paused" : "resumed")",
      of: code,
      by: actor,
      before: ["state": .string(state.rawValue)],
      after: ["state": .string(next.rawValue)]
    )
  }
}

/// Why a promotion is not applied.
public enum PromotionReason: Hashable, Sendable {
  /// It has not begun.
  case notStarted
  /// It is over.
  case ended
  /// It rests at the moment.
  case paused
  /// Its terms cannot be understood; the merchant has to correct them.
  case cannotBeEvaluated
  /// None of the goods is among its goods.
  case noMatchingGoods
  /// Its goods come to too little; amounts in minor units.
  case amountTooLow(needed: Int64, present: Int64)
  /// There are too few pieces of its goods.
  case piecesTooFew(needed: Int, present: Int)
  /// It is for the first order.
  case notFirstOrder
  /// It is for members of other levels.
  case levelRequired
  /// It is for others.
  case tagRequired
  /// It is for parents of a child of another age.
  case childAgeRequired
  /// The gift cannot be had.
  case giftUnavailable
  /// Its budget does not suffice.
  case budgetExhausted
  /// The shopper has had it as often as one may.
  case personLimitReached
  /// The code has been used as often as it may.
  case codeUsed
  /// Another one of the same group is applied.
  case groupTaken(by: String)
  /// Another one is applied that it never goes together with.
  case excluded(by: String)
  /// Without it the order costs less, because it would spoil another one.
  case notBest
  /// It would take nothing off.
  case noEffect
  /// It is for who buys in a group.
  case onlyInGroups
}

extension PromotionReason {
  /// The stable code of the reason, `amount_too_low`.
  public var code: String {
    switch self {
    case .notStarted: "not_started"
    case .ended: "ended"
    case .paused: "paused"
    case .cannotBeEvaluated: "cannot_be_evaluated"
    case .noMatchingGoods: "no_matching_goods"
    case .amountTooLow: "amount_too_low"
    case .piecesTooFew: "pieces_too_few"
    case .notFirstOrder: "not_first_order"
    case .levelRequired: "level_required"
    case .tagRequired: "tag_required"
    case .childAgeRequired: "child_age_required"
    case .giftUnavailable: "gift_unavailable"
    case .budgetExhausted: "budget_exhausted"
    case .personLimitReached: "person_limit_reached"
    case .codeUsed: "code_used"
    case .groupTaken: "group_taken"
    case .excluded: "excluded"
    case .notBest: "not_best"
    case .noEffect: "no_effect"
    case .onlyInGroups: "only_in_groups"
    }
  }

  /// The codes of all reasons.
  public static let codes = [
    Self.notStarted, .ended, .paused, .cannotBeEvaluated, .noMatchingGoods,
    .amountTooLow(needed: 0, present: 0), .piecesTooFew(needed: 0, present: 0), .notFirstOrder,
    .levelRequired, .tagRequired, .childAgeRequired, .giftUnavailable, .budgetExhausted,
    .personLimitReached, .codeUsed, .groupTaken(by: ""), .excluded(by: ""), .notBest, .noEffect,
    .onlyInGroups,
  ].map(\.code)
}

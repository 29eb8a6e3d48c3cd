internal import Membership
internal import TenantStore
internal import TenantWeb

/// What speaks against a change, in the words of families.
enum RefusalWords {
  /// The words; nothing where a problem says it better, as for what is not there.
  static func text(_ refusal: any Refusal, _ texts: LocalTexts) -> String? {
    switch refusal {
    case let refusal as MembershipRefusal:
      switch refusal.code {
      case .childNotFound, .memberNotFound: nil
      case .dateImpossible: texts["refused.date.\(word(refusal.details["reason"]))"]
      case .codeTooSoon: texts["refused.code_too_soon", ["minutes": minutes(refusal)]]
      default: texts["refused.\(name(refusal.code.rawValue))"]
      }
    case let refusal as ValueRefusal where refusal.code == .referralRefused:
      texts["refused.referral.\(word(refusal.details["reason"]))"]
    case let refusal as ValueRefusal where spoken.contains(refusal.code):
      texts["refused.\(name(refusal.code.rawValue))"]
    case let refusal as WebRefusal where refusal.code == .inputInvalid: texts["refused.input"]
    default: nil
    }
  }

  private static let spoken: Set<ValueRefusal.Code> = [
    .pointsTooFew, .pointsAmountInvalid, .rewardNotFound, .rewardExhausted, .couponNotFound,
    .couponCodeUnknown, .couponNotForMember, .couponExhausted, .couponNotUsable,
    .referralCodeUnknown, .referralTransitionRefused, .referralBudgetSpent, .planNotFound,
    .subscriptionInvalid,
    .subscriptionTransitionRefused, .changedMeanwhile, .campaignInvalid,
    .benefitNotIncluded, .benefitUsedUp, .settlementInvalid, .surveyInvalid, .groupInvalid,
    .groupNotFound, .guideInvalid,
  ]

  private static func name(_ code: String) -> Substring { code.dropFirst("membership.".count) }

  private static func word(_ value: JSONValue?) -> String {
    if case .string(let word)? = value { word } else { "" }
  }

  private static func minutes(_ refusal: MembershipRefusal) -> String {
    guard case .integer(let seconds)? = refusal.details["retry_after"] else { return "1" }
    return "\(max(1, (seconds + 59) / 60))"
  }
}

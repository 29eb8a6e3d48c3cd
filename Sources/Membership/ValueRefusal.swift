public import TenantStore

/// Why an operation on what a member holds was refused: points, tiers, coupons, referrals, boxes.
public struct ValueRefusal: Refusal, Equatable {
  /// The stable codes.
  public enum Code: String, RefusalCode {
    case orderUnknown = "membership.order_unknown"
    case refundExceedsPaid = "membership.refund_exceeds_paid"
    case pointsTooFew = "membership.points_too_few"
    case pointsAmountInvalid = "membership.points_amount_invalid"
    case pointsNotAccepted = "membership.points_not_accepted"
    case pointsHoldEnded = "membership.points_hold_ended"
    case rewardNotFound = "membership.reward_not_found"
    case rewardExhausted = "membership.reward_exhausted"
    case tierNotFound = "membership.tier_not_found"
    case planNotFound = "membership.plan_not_found"
    case benefitNotIncluded = "membership.benefit_not_included"
    case benefitUsedUp = "membership.benefit_used_up"
    case couponInvalid = "membership.coupon_invalid"
    case couponNotFound = "membership.coupon_not_found"
    case couponCodeUnknown = "membership.coupon_code_unknown"
    case couponNotForMember = "membership.coupon_not_for_member"
    case couponExhausted = "membership.coupon_exhausted"
    case couponNotUsable = "membership.coupon_not_usable"
    case referralCodeUnknown = "membership.referral_code_unknown"
    case referralRefused = "membership.referral_refused"
    case referralNotFound = "membership.referral_not_found"
    case referralTransitionRefused = "membership.referral_transition_refused"
    case referralBudgetSpent = "membership.referral_budget_spent"
    case subscriptionInvalid = "membership.subscription_invalid"
    case subscriptionNotFound = "membership.subscription_not_found"
    case subscriptionTransitionRefused = "membership.subscription_transition_refused"
    case guideInvalid = "membership.guide_invalid"
    case campaignInvalid = "membership.campaign_invalid"
    case campaignNotFound = "membership.campaign_not_found"
    case settlementInvalid = "membership.settlement_invalid"
    case settlementNotFound = "membership.settlement_not_found"
    case surveyInvalid = "membership.survey_invalid"
    case surveyNotFound = "membership.survey_not_found"
    case groupInvalid = "membership.group_invalid"
    case groupNotFound = "membership.group_not_found"
    case contactTaskNotFound = "membership.contact_task_not_found"
    case changedMeanwhile = "membership.changed_meanwhile"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension ValueRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .orderUnknown, .rewardNotFound, .tierNotFound, .planNotFound, .couponNotFound,
      .referralNotFound, .subscriptionNotFound, .campaignNotFound, .settlementNotFound,
      .surveyNotFound, .groupNotFound, .contactTaskNotFound:
      .notFound
    case .pointsAmountInvalid, .couponInvalid, .couponCodeUnknown, .referralCodeUnknown,
      .subscriptionInvalid, .guideInvalid, .campaignInvalid, .settlementInvalid, .surveyInvalid,
      .groupInvalid:
      .invalid
    case .benefitNotIncluded, .couponNotForMember: .forbidden
    case .refundExceedsPaid, .pointsTooFew, .pointsNotAccepted, .pointsHoldEnded,
      .rewardExhausted, .benefitUsedUp, .couponExhausted, .couponNotUsable, .referralRefused,
      .referralTransitionRefused, .referralBudgetSpent, .subscriptionTransitionRefused,
      .changedMeanwhile:
      .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .orderUnknown: "Nobody has told of such a paid order."
    case .refundExceedsPaid: "More would go back than was paid for the order in its currency."
    case .pointsTooFew: "There are fewer points than asked for."
    case .pointsAmountInvalid: "The number of points is out of range."
    case .pointsNotAccepted: "Points do not pay, or there are fewer than the floor."
    case .pointsHoldEnded: "What the order held of points was used or let go of before."
    case .rewardNotFound: "There is no such reward for points."
    case .rewardExhausted: "The reward is gone, or the member has had as many as allowed."
    case .tierNotFound: "There is no tier of this level."
    case .planNotFound: "There is no such plan."
    case .benefitNotIncluded: "The member's tier or plan does not include this benefit."
    case .benefitUsedUp: "The benefit was used as often as the period allows."
    case .couponInvalid: "The coupon has fields that are missing or wrong."
    case .couponNotFound: "There is no such coupon of this member."
    case .couponCodeUnknown: "There is no such code."
    case .couponNotForMember: "The coupon is for members of another stage or segment."
    case .couponExhausted: "All coupons of this kind or code are claimed, or the member's share is."
    case .couponNotUsable: "The coupon is not valid now, is tied to another order, or was used."
    case .referralCodeUnknown: "There is no such code of an inviting member."
    case .referralRefused: "The member cannot be invited by this code."
    case .referralNotFound: "There is no such referral."
    case .referralTransitionRefused: "The referral is in a state that does not allow this."
    case .referralBudgetSpent: "What the merchant gives for referrals is spent."
    case .subscriptionInvalid: "The subscription has fields that are missing or wrong."
    case .subscriptionNotFound: "There is no such subscription of this member."
    case .subscriptionTransitionRefused: "The subscription is in a state that does not allow this."
    case .guideInvalid: "What is said with boxes has fields that are missing or wrong."
    case .campaignInvalid: "The campaign has fields that are missing or wrong."
    case .campaignNotFound: "There is no such campaign."
    case .settlementInvalid: "The reference of the payment is empty or too long."
    case .settlementNotFound: "There is no such settlement with a provider."
    case .surveyInvalid: "The survey, or an answer to it, has fields that are missing or wrong."
    case .surveyNotFound: "There is no such survey, or this member is not asked it."
    case .groupInvalid: "The group has fields that are missing or wrong."
    case .groupNotFound: "There is no such group, or it is closed."
    case .contactTaskNotFound: "There is no such task about a member."
    case .changedMeanwhile: "Somebody else changed it at the same time."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .orderUnknown: "Tell of the paid order first; what waits is tried again."
    case .refundExceedsPaid: "Check the refund against the order."
    case .pointsTooFew: "Ask for at most what is available."
    case .pointsAmountInvalid: "Name 1 to 1,000,000,000 points."
    case .pointsNotAccepted: "Pay the whole amount otherwise, or spend more points."
    case .pointsHoldEnded: "Place a new order."
    case .rewardNotFound: "Take one from the list of rewards."
    case .rewardExhausted: "Choose another reward."
    case .tierNotFound: "Name a level of the merchant's tiers."
    case .planNotFound: "Take one from the list of plans."
    case .benefitNotIncluded: "Look at the benefits of the tiers."
    case .benefitUsedUp: "Wait for the next period."
    case .couponInvalid: "Correct the named fields."
    case .couponNotFound: "Look at the member's coupons."
    case .couponCodeUnknown: "Check the spelling of the code."
    case .couponNotForMember: "Look for coupons that fit the family."
    case .couponExhausted: "Choose another coupon."
    case .couponNotUsable: "Look at the coupon's dates and state."
    case .referralCodeUnknown: "Check the spelling of the code."
    case .referralRefused: "Look at the reasons; nobody is invited twice or by themselves."
    case .referralNotFound: "Take one from the list of referrals."
    case .referralTransitionRefused: "Look at the referral's current state."
    case .referralBudgetSpent: "Wait for the next month, or raise the budget."
    case .subscriptionInvalid: "Correct the named fields."
    case .subscriptionNotFound: "Look at the member's subscriptions."
    case .subscriptionTransitionRefused: "Look at the subscription's current state."
    case .guideInvalid: "Correct the named fields; the source is always named."
    case .campaignInvalid: "Correct the named fields; a short name is used once."
    case .campaignNotFound: "Take one from the list of campaigns."
    case .settlementInvalid: "Name what the payment is known by, in 1 to 80 characters."
    case .settlementNotFound: "Take one from the list of settlements."
    case .surveyInvalid: "Correct the named fields; a short name is used once."
    case .surveyNotFound: "Take one from the list of surveys."
    case .groupInvalid: "Correct the named fields."
    case .groupNotFound: "Take one from the list of groups."
    case .contactTaskNotFound: "Take one from the list of tasks."
    case .changedMeanwhile: "Read it again and repeat the change."
    }
  }
}

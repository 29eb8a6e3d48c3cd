/// What one of the two got for a referral, or gets.
struct ReferralReward: Hashable, Sendable {
  enum Part: String, Sendable {
    case inviter
    case invitee
  }

  let part: Part
  let member: MemberID
  /// Above zero, where there are any.
  let points: Int64?
  /// The kind of coupon, where there is one.
  let coupon: String?
  /// What points and coupon are given under.
  let key: String

  init(_ id: ReferralID, _ part: Part, _ member: MemberID, _ points: Int64?, _ coupon: String?) {
    self.part = part
    self.member = member
    self.points = points
    self.coupon = coupon
    key = "referral:\(id):\(part.rawValue)"
  }
}

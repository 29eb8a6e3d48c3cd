public import TenantStore

extension TenantQuerying {
  /// What coupons ask of a member, as membership knows it: the stages of children who are spoken of, and
  /// the merchant's words on the member as segments.
  ///
  /// - `day`: The merchant's day.
  public func couponFacts(of id: MemberID, on day: CalendarDate) async throws -> CouponFacts {
    guard let member = try await member(id), member.erasedAt == nil else { return CouponFacts() }
    let stages = try await children(of: member).compactMap { $0.stage(on: day)?.rawValue }
    return CouponFacts(stages: Set(stages), segments: Set(try await tags(of: member)))
  }

  /// A member's coupons that a page may show: none for a stage of a child about whom the family wants
  /// silence.
  ///
  /// - `day`: The merchant's day.
  public func couponsToShow(to id: MemberID, on day: CalendarDate) async throws -> [Coupon] {
    let coupons = try await coupons(of: id, onlyUsable: true)
    guard let member = try await member(id) else { return coupons }
    let children = try await children(of: member)
    guard children.contains(where: { $0.quietSince != nil }) else { return coupons }
    let stages = Set(children.compactMap { $0.stage(on: day)?.rawValue })
    return coupons.filter { coupon in
      let wanted = coupon.kind.terms.stages
      return wanted.isEmpty || !stages.isDisjoint(with: wanted)
    }
  }
}

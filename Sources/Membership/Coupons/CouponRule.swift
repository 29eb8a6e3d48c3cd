public import Foundation
public import TenantStore

/// What a coupon asks of whoever claims it, as values that others worked out.
public struct CouponFacts: Hashable, Sendable {
  /// The stages of the family's children now.
  public var stages: Set<String>
  /// The segments that the member is in.
  public var segments: Set<String>

  /// Describes a member.
  public init(stages: Set<String> = [], segments: Set<String> = []) {
    self.stages = stages
    self.segments = segments
  }
}

/// Who may claim a coupon, until when it is good and what it takes off.
public enum CouponRule {
  /// Why somebody may not claim a coupon.
  public enum Obstacle: String, CaseIterable, Sendable {
    /// It has ended.
    case ended
    /// It has not begun.
    case tooEarly = "too_early"
    /// Its time is over.
    case tooLate = "too_late"
    /// It needs a code.
    case needsCode = "needs_code"
    /// No child is in one of its stages.
    case otherStage = "other_stage"
    /// The member is in none of its segments.
    case otherSegment = "other_segment"
  }

  /// What keeps a member from claiming; nothing when nothing does but numbers.
  public static func obstacle(
    to kind: CouponKind,
    _ facts: CouponFacts,
    hasCode: Bool,
    at now: Date
  ) -> Obstacle? {
    let terms = kind.terms
    guard kind.isActive else { return .ended }
    if let start = terms.claimFrom, now < start { return .tooEarly }
    if let end = terms.claimUntil, now >= end { return .tooLate }
    if expiry(of: terms, claimedAt: now) <= now { return .tooLate }
    if terms.needsCode, !hasCode { return .needsCode }
    if !terms.stages.isEmpty, facts.stages.isDisjoint(with: terms.stages) { return .otherStage }
    if !terms.segments.isEmpty, facts.segments.isDisjoint(with: terms.segments) {
      return .otherSegment
    }
    return nil
  }

  /// Until when a coupon is good that is claimed at an instant, in UTC.
  public static func expiry(of terms: CouponTerms, claimedAt now: Date) -> Date {
    let byDays = terms.validDays.map { now.addingTimeInterval(Double($0) * 86_400) }
    return [byDays, terms.validUntil].compactMap { $0 }.min() ?? now
  }

  /// What a coupon takes off.
  ///
  /// - `goods`: The sum of the goods that it is for, after other discounts.
  /// - `freight`: What delivery costs.
  /// - Returns: Never more than there is; nothing below the coupon's minimum.
  public static func discount(of terms: CouponTerms, goods: Money, freight: Money) -> Money {
    let sum = max(0, goods.minorUnits)
    guard sum >= terms.minimum else { return .zero(goods.currency) }
    let units: Int64 =
      switch terms.effect {
      case .amount(let value): min(value, sum)
      case .percent(let share, let most):
        // Half up, once: the share of up to 2^63 minor units needs more than 64 bits.
        min(Int64((Int128(sum) * Int128(share) + 5_000) / 10_000), most ?? sum, sum)
      case .shipping: max(0, freight.minorUnits)
      }
    return Money(minorUnits: units, currency: goods.currency)
  }
}

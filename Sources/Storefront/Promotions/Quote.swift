public import TenantStore

/// What a cart comes to now, and why.
public struct Quote: Hashable, Sendable {
  /// A line of the cart that is on sale.
  public struct Line: Hashable, Sendable {
    /// The line.
    public let line: CartLine
    /// What is taken off, zero to the line's total.
    public let discount: Money

    /// What is to be paid for it.
    public var net: Money { line.total - discount }
  }

  /// A promotion that applies.
  public struct Applied: Hashable, Sendable {
    /// The merchant's short name of it.
    public let code: String
    /// What shoppers read.
    public let name: LocalizedText
    /// The code that the shopper entered for it.
    public let enteredCode: String?
    /// What it takes off, zero for a gift.
    public let amount: Money
    /// The pieces that it adds.
    public let gift: CartLine?
  }

  /// A promotion that does not apply, and why.
  public struct Refused: Hashable, Sendable {
    /// The merchant's short name of it.
    public let code: String
    /// What shoppers read.
    public let name: LocalizedText
    /// The code that the shopper entered for it.
    public let enteredCode: String?
    /// Why.
    public let reason: PromotionReason
    /// The name of the promotion that stands in its way.
    public let rival: LocalizedText?
  }

  /// The lines of the cart that are on sale, in its order.
  public let lines: [Line]
  /// The sums; gifts are not among the goods.
  public let totals: CartTotals
  /// The promotions that apply, in the order of application.
  public let applied: [Applied]
  /// The promotions that do not.
  public let refused: [Refused]
  /// What other modules take off, zero or negative each.
  public let adjustments: [PriceAdjustment]
  /// All codes that the shopper entered, in their order, also several of one promotion.
  public let codes: [String]

  let claims: [PromotionClaim]
  /// For whom it is; nil where nobody can be signed in.
  let shopper: Shopper?

  /// What is to be paid.
  public var total: Money { totals.total }

  /// A line of the cart at the price that the quote reckons with.
  public func priced(_ line: CartLine) -> CartLine {
    lines.first { $0.line.sku == line.sku }?.line ?? line
  }

  /// The gifts.
  public var gifts: [CartLine] { applied.compactMap(\.gift) }

  /// Two quotes are equal when they say the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.lines == right.lines && left.totals == right.totals && left.applied == right.applied
      && left.refused == right.refused && left.adjustments == right.adjustments
      && left.codes == right.codes
  }

  /// Hashes what is to be paid.
  public func hash(into hasher: inout Hasher) { hasher.combine(totals) }
}

/// What promotions are applied to; amounts are in minor units.
public struct PromotionBasket: Hashable, Sendable {
  /// One SKU of it.
  public struct Line: Hashable, Sendable {
    /// The merchant's number of the SKU.
    public let code: String
    /// The slug of the product.
    public let product: String
    /// The slugs of its categories, from the top.
    public let categories: [String]
    /// The ages that it is made for.
    public let ages: AgeRange
    /// What one piece costs.
    public let unitPrice: Int64
    /// How many pieces.
    public let quantity: Int

    /// Describes a line.
    public init(
      code: String,
      product: String,
      categories: [String],
      ages: AgeRange,
      unitPrice: Int64,
      quantity: Int
    ) {
      self.code = code
      self.product = product
      self.categories = categories
      self.ages = ages
      self.unitPrice = unitPrice
      self.quantity = quantity
    }

    var total: Int64 { unitPrice * Int64(quantity) }
  }

  /// The lines.
  public let lines: [Line]
  /// What delivery costs before promotions.
  public let freight: Int64
  /// Who buys.
  public let shopper: ShopperFacts

  /// Describes a basket.
  public init(lines: [Line], freight: Int64, shopper: ShopperFacts) {
    self.lines = lines
    self.freight = freight
    self.shopper = shopper
  }
}

/// What is known of a shopper; what is not known meets no condition.
public struct ShopperFacts: Hashable, Sendable {
  /// Whether the shopper has not ordered yet; nothing when that is not known.
  public var isFirstOrder: Bool?
  /// The shopper's level; nothing for who is no member.
  public var level: String?
  /// What the merchant marked the shopper with.
  public var tags: Set<String>
  /// The ages of the shopper's children in months; negative before birth.
  public var childMonths: [Int]
  /// How many hours before others the shopper may buy what is scarce.
  public var earlyAccessHours: Int

  /// Describes a shopper; nothing is known by default.
  public init(
    isFirstOrder: Bool? = nil,
    level: String? = nil,
    tags: Set<String> = [],
    childMonths: [Int] = [],
    earlyAccessHours: Int = 0
  ) {
    self.earlyAccessHours = earlyAccessHours
    self.isFirstOrder = isFirstOrder
    self.level = level
    self.tags = tags
    self.childMonths = childMonths
  }
}

/// A promotion as it stands for one shopper at one moment.
public struct PromotionCandidate: Hashable, Sendable {
  /// The promotion.
  public let promotion: Promotion
  /// Why it cannot be had whatever is in the basket, if so.
  public var obstacle: PromotionReason?
  /// How much its budget leaves; nothing when it has none.
  public var moneyLeft: Int64?
  /// How many pieces its limits leave; nothing when they are not limited.
  public var piecesLeft: Int?
  /// The price of one piece of its gift; nothing when the gift cannot be had.
  public var giftPrice: Int64?

  /// Describes a candidate.
  public init(
    _ promotion: Promotion,
    obstacle: PromotionReason? = nil,
    moneyLeft: Int64? = nil,
    piecesLeft: Int? = nil,
    giftPrice: Int64? = nil
  ) {
    self.promotion = promotion
    self.obstacle = obstacle
    self.moneyLeft = moneyLeft
    self.piecesLeft = piecesLeft
    self.giftPrice = giftPrice
  }
}

/// What promotions do to a basket; amounts are in minor units.
public struct PromotionOutcome: Hashable, Sendable {
  /// A promotion that applies.
  public struct Applied: Hashable, Sendable {
    /// The promotion.
    public let promotion: Promotion
    /// What it takes off each line.
    public let lines: [Int64]
    /// What it takes off the freight.
    public let freight: Int64
    /// How many pieces it was given for, where pieces are limited.
    public let pieces: Int
    /// How many pieces of its gift are added.
    public let gifts: Int

    /// What it takes off altogether.
    public var amount: Int64 { lines.reduce(freight, +) }
  }

  /// A promotion that does not.
  public struct Refused: Hashable, Sendable {
    /// The promotion.
    public let promotion: Promotion
    /// Why.
    public let reason: PromotionReason
  }

  /// Those that apply, in the order of application.
  public let applied: [Applied]
  /// Those that do not, in the order of application.
  public let refused: [Refused]
  /// What is taken off each line, 0 to its total.
  public let lines: [Int64]
  /// What is taken off the freight, 0 to the freight.
  public let freight: Int64
}

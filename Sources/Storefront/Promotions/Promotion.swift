public import Foundation
public import TenantStore

/// A promotion of a shop.
public struct PromotionID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "promo"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What lowers a price under conditions.
public struct Promotion: Hashable, Sendable {
  /// The promotion.
  public let id: PromotionID
  /// The merchant's short name, `spring-300`.
  public let code: String
  /// What shoppers read.
  public let name: LocalizedText
  /// Of the promotions of one stage and group at most one applies; empty is a group too.
  public let group: String
  /// Which of two equally good ones applies: the smaller number.
  public let priority: Int
  /// Whether a shopper has to enter a code.
  public let needsCode: Bool
  /// What it gives, to whom and for what.
  public let terms: PromotionTerms

  /// Describes a promotion.
  public init(
    id: PromotionID,
    code: String,
    name: LocalizedText,
    group: String = "",
    priority: Int = 0,
    needsCode: Bool = false,
    terms: PromotionTerms
  ) {
    self.id = id
    self.code = code
    self.name = name
    self.group = group
    self.priority = priority
    self.needsCode = needsCode
    self.terms = terms
  }

  /// When it is applied among others.
  public var stage: PromotionStage {
    switch terms.effect {
    case .shipping: .shipping
    case .gift: .gift
    default: needsCode ? .coupon : terms.effect.isForPieces ? .item : .order
    }
  }
}

/// The fixed order in which promotions are applied; each sees what the earlier ones left to pay.
public enum PromotionStage: Int, CaseIterable, Hashable, Sendable {
  /// The price of pieces.
  case item
  /// The sum of the goods.
  case order
  /// What a code gives on goods.
  case coupon
  /// The freight.
  case shipping
  /// Goods that are added.
  case gift
}

/// What a promotion gives, to whom and for what; amounts are in minor units.
public struct PromotionTerms: Hashable, Sendable, Codable {
  /// What it gives.
  public var effect: PromotionEffect
  /// Which goods it is about.
  public var goods: PromotionGoods
  /// Who may have it.
  public var audience: PromotionAudience
  /// The least that its goods must come to after earlier promotions.
  public var minimumAmount: Int64
  /// The fewest pieces of its goods.
  public var minimumPieces: Int
  /// The most that it takes off altogether.
  public var maximum: Int64?
  /// The short names of promotions that it never applies together with, in either direction.
  public var excludes: [String]

  /// Describes terms; what is left out demands and limits nothing.
  public init(
    _ effect: PromotionEffect,
    goods: PromotionGoods = .init(),
    audience: PromotionAudience = .init(),
    minimumAmount: Int64 = 0,
    minimumPieces: Int = 0,
    maximum: Int64? = nil,
    excludes: [String] = []
  ) {
    self.effect = effect
    self.goods = goods
    self.audience = audience
    self.minimumAmount = minimumAmount
    self.minimumPieces = minimumPieces
    self.maximum = maximum
    self.excludes = excludes
  }
}

/// How much is taken off.
public enum PromotionReward: Hashable, Sendable, Codable {
  /// An amount in minor units.
  case fixed(Int64)
  /// A share in basis points, 1 to 10,000.
  case percent(Int)
}

/// From a bound on, a reward.
public struct PromotionTier: Hashable, Sendable, Codable {
  /// The first amount (minor units) or number of pieces that the reward is given for.
  public var from: Int64
  /// What is given.
  public var reward: PromotionReward

  /// Describes a tier.
  public init(from: Int64, _ reward: PromotionReward) {
    self.from = from
    self.reward = reward
  }
}

/// What a promotion gives.
public enum PromotionEffect: Hashable, Sendable, Codable {
  /// Each piece costs this much; at most so many pieces as its limits leave.
  case price(Int64)
  /// Each piece costs less.
  case item(PromotionReward)
  /// All pieces cost less by a share that the number of pieces decides (N 件 N 折).
  case pieces([PromotionTier])
  /// Of each full set of `buy + get` pieces the `get` cheapest cost less by a share.
  case buyGet(buy: Int, get: Int, percent: Int)
  /// The highest tier that the goods' sum reaches (满减, 满折).
  case spend([PromotionTier])
  /// An amount off for each full amount (每满减).
  case each(full: Int64, off: Int64)
  /// Less freight.
  case shipping(PromotionReward)
  /// Pieces of a SKU, by the merchant's number, on top.
  case gift(sku: String, quantity: Int)
  /// Each piece costs this much for who buys in a group of so many people that is complete within so
  /// many hours (拼团).
  case groupPrice(price: Int64, size: Int, hours: Int)

  /// Whether the prices of single pieces are lowered, not that of the whole.
  var isForPieces: Bool {
    switch self {
    case .price, .item, .pieces, .buyGet, .groupPrice: true
    case .spend, .each, .shipping, .gift: false
    }
  }
}

/// Which goods a promotion is about: those that one of the lists names, all when none names any.
public struct PromotionGoods: Hashable, Sendable, Codable {
  /// Slugs of categories, with what is below them.
  public var categories: [String]
  /// Slugs of products.
  public var products: [String]
  /// The merchant's numbers of SKUs.
  public var skus: [String]
  /// Months of age that the goods must be made for.
  public var ages: AgeRange?

  /// Names goods.
  public init(
    categories: [String] = [],
    products: [String] = [],
    skus: [String] = [],
    ages: AgeRange? = nil
  ) {
    self.categories = categories
    self.products = products
    self.skus = skus
    self.ages = ages
  }

  func include(_ line: PromotionBasket.Line) -> Bool {
    guard ages.map(line.ages.fits) ?? true else { return false }
    guard !(categories.isEmpty && products.isEmpty && skus.isEmpty) else { return true }
    return skus.contains(line.code) || products.contains(line.product)
      || line.categories.contains(where: categories.contains)
  }
}

/// Who may have a promotion; everybody when nothing is said.
public struct PromotionAudience: Hashable, Sendable, Codable {
  /// Only with the first order.
  public var isFirstOrder: Bool
  /// Only members of one of these levels.
  public var levels: [String]
  /// Only who carries one of these tags.
  public var tags: [String]
  /// Only who has a child of these months.
  public var childAges: AgeRange?

  /// Describes who may have it.
  public init(
    isFirstOrder: Bool = false,
    levels: [String] = [],
    tags: [String] = [],
    childAges: AgeRange? = nil
  ) {
    self.isFirstOrder = isFirstOrder
    self.levels = levels
    self.tags = tags
    self.childAges = childAges
  }
}

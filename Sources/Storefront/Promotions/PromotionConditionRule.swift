/// What does not depend on the other promotions: whether terms make sense, and who may have them.
enum PromotionConditionRule {
  /// The most that an amount in terms may be, in minor units.
  static let amountLimit: Int64 = 1_000_000_000_000
  /// The most pieces that terms may speak of.
  static let piecesLimit = 10_000
  /// How many people may make a group.
  static let groupSizes = 2...100
  /// How many hours a group may have.
  static let groupHours = 1...168

  /// Why a shopper cannot have it whatever is in the basket.
  static func obstacle(_ terms: PromotionTerms, _ shopper: ShopperFacts) -> PromotionReason? {
    guard isSound(terms) else { return .cannotBeEvaluated }
    let audience = terms.audience
    if audience.isFirstOrder, shopper.isFirstOrder != true { return .notFirstOrder }
    if !audience.levels.isEmpty, !audience.levels.contains(shopper.level ?? "") {
      return .levelRequired
    }
    if !audience.tags.isEmpty, shopper.tags.isDisjoint(with: audience.tags) { return .tagRequired }
    if let ages = audience.childAges, !shopper.childMonths.contains(where: ages.contains) {
      return .childAgeRequired
    }
    return nil
  }

  /// Whether terms can be evaluated: everything in range, and tiers that rise in bound and reward.
  static func isSound(_ terms: PromotionTerms) -> Bool {
    isAmount(terms.minimumAmount) && (0...piecesLimit).contains(terms.minimumPieces)
      && (terms.maximum.map { (1...amountLimit).contains($0) } ?? true) && isSound(terms.effect)
  }

  private static func isSound(_ effect: PromotionEffect) -> Bool {
    switch effect {
    case .price(let price): isAmount(price)
    case .item(let reward), .shipping(let reward): isSound(reward)
    case .pieces(let tiers):
      isRising(tiers)
        && tiers.allSatisfy { tier in
          if case .percent = tier.reward {
            (1...Int64(piecesLimit)).contains(tier.from)
          } else {
            false
          }
        }
    case .buyGet(let buy, let get, let percent):
      (1...piecesLimit).contains(buy) && (1...piecesLimit).contains(get)
        && isSound(.percent(percent))
    case .spend(let tiers): isRising(tiers) && tiers.allSatisfy { isAmount($0.from) }
    case .each(let full, let off): isSound(.fixed(full)) && (1...full).contains(off)
    case .groupPrice(let price, let size, let hours):
      isAmount(price) && groupSizes.contains(size) && groupHours.contains(hours)
    case .gift(let sku, let quantity): !sku.isEmpty && (1...Cart.quantityLimit).contains(quantity)
    }
  }

  private static func isAmount(_ amount: Int64) -> Bool { (0...amountLimit).contains(amount) }

  private static func isSound(_ reward: PromotionReward) -> Bool {
    switch reward {
    case .fixed(let amount): (1...amountLimit).contains(amount)
    case .percent(let points): (1...PercentRule.whole).contains(points)
    }
  }

  /// At least one tier, all of one kind, each with a higher bound and a greater reward.
  private static func isRising(_ tiers: [PromotionTier]) -> Bool {
    guard !tiers.isEmpty, tiers.map(\.reward).allSatisfy(isSound) else { return false }
    return zip(tiers, tiers.dropFirst()).allSatisfy { low, high in
      switch (low.reward, high.reward) {
      case (.fixed(let less), .fixed(let more)): low.from < high.from && less < more
      case (.percent(let less), .percent(let more)): low.from < high.from && less < more
      default: false
      }
    }
  }
}

extension AgeRange {
  /// Whether a month belongs to the range.
  func contains(_ month: Int) -> Bool { (from ?? .min) <= month && month < (to ?? .max) }
}

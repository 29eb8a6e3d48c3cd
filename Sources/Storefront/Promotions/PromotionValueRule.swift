internal import Foundation
internal import TenantStore

/// What a promotion gives, as one kind and one value of a table.
enum PromotionValueRule {
  /// The kinds, each with an example of its value.
  static let forms = [
    "price": "9.90", "item_off": "5.00", "item_percent": "20", "pieces_percent": "2:10|3:20",
    "buy_get": "2+1 or 1+1:50", "spend_off": "300:30|500:60 or 30", "spend_percent": "300:10 or 10",
    "each_off": "100:10", "shipping_off": "5.00", "shipping_percent": "100", "gift": "SKU-1*2",
    "group_price": "79.00:3 or 79.00:3:48",
  ]

  /// How long a group may look for people unless the merchant says otherwise.
  static let usualGroupHours = 24

  /// Reads a kind and its value; nothing when they do not go together.
  static func effect(_ kind: String, _ value: String, _ currency: Currency) -> PromotionEffect? {
    func amount(_ text: some StringProtocol) -> Int64? {
      try? Money(decimal: String(text), currency: currency).minorUnits
    }
    func percent(_ text: some StringProtocol) -> Int? { PercentRule.basisPoints(String(text)) }
    switch kind {
    case "price": return amount(value).map(PromotionEffect.price)
    case "item_off": return amount(value).map { .item(.fixed($0)) }
    case "item_percent": return percent(value).map { .item(.percent($0)) }
    case "pieces_percent":
      return tiers(value, from: { Int64($0) }, { percent($0).map(PromotionReward.percent) })
        .map(PromotionEffect.pieces)
    case "spend_off":
      return tiers(value, from: amount, { amount($0).map(PromotionReward.fixed) })
        .map(PromotionEffect.spend)
    case "spend_percent":
      return tiers(value, from: amount, { percent($0).map(PromotionReward.percent) })
        .map(PromotionEffect.spend)
    case "each_off":
      let parts = value.split(separator: ":").map(amount)
      guard parts.count == 2, let full = parts[0], let off = parts[1] else { return nil }
      return .each(full: full, off: off)
    case "shipping_off": return amount(value).map { .shipping(.fixed($0)) }
    case "shipping_percent": return percent(value).map { .shipping(.percent($0)) }
    case "buy_get": return buyGet(value)
    case "group_price":
      let parts = value.split(separator: ":", omittingEmptySubsequences: false)
      guard (2...3).contains(parts.count), let price = amount(parts[0]), let size = Int(parts[1]),
        let hours = parts.count == 3 ? Int(parts[2]) : usualGroupHours
      else { return nil }
      return .groupPrice(price: price, size: size, hours: hours)
    case "gift":
      let parts = value.split(separator: "*", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), let quantity = parts.count == 2 ? Int(parts[1]) : 1
      else { return nil }
      return .gift(sku: String(parts[0]), quantity: quantity)
    default: return nil
    }
  }

  /// The kind and value that ``effect(_:_:_:)`` reads.
  static func text(_ effect: PromotionEffect, _ currency: Currency) -> (kind: String, value: String)
  {
    func amount(_ units: Int64) -> String { Money(minorUnits: units, currency: currency).decimal }
    func reward(_ reward: PromotionReward) -> String {
      switch reward {
      case .fixed(let units): amount(units)
      case .percent(let points): PercentRule.text(points)
      }
    }
    func kind(_ prefix: String, _ reward: PromotionReward?) -> String {
      if case .percent? = reward { prefix + "_percent" } else { prefix + "_off" }
    }
    switch effect {
    case .price(let price): return ("price", amount(price))
    case .item(let off): return (kind("item", off), reward(off))
    case .shipping(let off): return (kind("shipping", off), reward(off))
    case .pieces(let tiers):
      let texts = tiers.map { "\($0.from):\(reward($0.reward))" }
      return ("pieces_percent", texts.joined(separator: "|"))
    case .spend(let tiers):
      let texts = tiers.map {
        $0.from == 0 ? reward($0.reward) : "\(amount($0.from)):\(reward($0.reward))"
      }
      return (kind("spend", tiers.first?.reward), texts.joined(separator: "|"))
    case .each(let full, let off): return ("each_off", "\(amount(full)):\(amount(off))")
    case .buyGet(let buy, let get, let points):
      let suffix = points == PercentRule.whole ? "" : ":\(PercentRule.text(points))"
      return ("buy_get", "\(buy)+\(get)\(suffix)")
    case .groupPrice(let price, let size, let hours):
      let suffix = hours == usualGroupHours ? "" : ":\(hours)"
      return ("group_price", "\(amount(price)):\(size)\(suffix)")
    case .gift(let sku, let quantity): return ("gift", quantity == 1 ? sku : "\(sku)*\(quantity)")
    }
  }

  /// Tiers like `300:30|500:60`; a tier without a bound begins at nothing.
  private static func tiers(
    _ text: String,
    from: (Substring) -> Int64?,
    _ reward: (Substring) -> PromotionReward?
  ) -> [PromotionTier]? {
    var tiers: [PromotionTier] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      guard let last = halves.last, let reward = reward(last) else { return nil }
      switch halves.count {
      case 1: tiers.append(PromotionTier(from: 0, reward))
      case 2:
        guard let bound = from(halves[0]) else { return nil }
        tiers.append(PromotionTier(from: bound, reward))
      default: return nil
      }
    }
    return tiers
  }

  private static func buyGet(_ text: String) -> PromotionEffect? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let counts = (parts.first ?? "").split(separator: "+").map { Int($0) }
    guard counts.count == 2, let buy = counts[0], let get = counts[1], parts.count <= 2,
      let percent = parts.count == 2
        ? PercentRule.basisPoints(String(parts[1])) : PercentRule.whole
    else { return nil }
    return .buyGet(buy: buy, get: get, percent: percent)
  }
}

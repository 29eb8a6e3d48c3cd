import Storefront
import TenantStore

/// Random baskets and promotions, with few different numbers so that ties are frequent.
struct RandomPromotions {
  var generator: SeededGenerator

  mutating func basket() -> PromotionBasket {
    let lines = (0..<pick(1...5)).map { index in
      PromotionBasket.Line(
        code: "S\(index)",
        product: "p\(index / 2)",
        categories: ["top-\(pick(0...1))", "leaf-\(pick(0...2))"],
        ages: one([.any, AgeRange(from: 0, to: 6), AgeRange(from: 6, to: 24)]),
        unitPrice: one([0, 1, 99, 100, 333, 995, 1990, 4999, Int64(pick(1...9_999))]),
        quantity: pick(1...4)
      )
    }
    let shopper = ShopperFacts(
      isFirstOrder: one([nil, true, false]),
      level: one([nil, "gold", "silver"]),
      tags: one([[], ["vip"]]),
      childMonths: one([[], [3], [8, 30], [-2]])
    )
    return PromotionBasket(lines: lines, freight: one([0, 800, 1234]), shopper: shopper)
  }

  mutating func candidates() -> [PromotionCandidate] {
    (0..<pick(0...6)).map { index in
      let promotion = Promotion(
        id: .make(in: .live),
        code: "p\(index)",
        name: LocalizedText([:]),
        group: one(["", "", "a", "b"]),
        priority: pick(0...2),
        needsCode: chance(4),
        terms: terms()
      )
      return PromotionCandidate(
        promotion,
        obstacle: chance(12) ? .ended : nil,
        moneyLeft: chance(6) ? Int64(pick(0...2_000)) : nil,
        piecesLeft: chance(3) ? pick(0...4) : nil,
        giftPrice: chance(4) ? nil : one([100, 500, 500])
      )
    }
  }

  private mutating func terms() -> PromotionTerms {
    var terms = PromotionTerms(effect())
    if chance(2) { terms.goods = goods() }
    if chance(4) { terms.audience = audience() }
    if chance(4) { terms.minimumAmount = one([100, 1_000, 5_000, Int64(pick(1...9_000))]) }
    if chance(5) { terms.minimumPieces = pick(1...6) }
    if chance(5) { terms.maximum = Int64(pick(1...1_000)) }
    if chance(4) { terms.excludes = ["p\(pick(0...5))"] }
    return terms
  }

  private mutating func effect() -> PromotionEffect {
    let percent = one([1, 500, 1_000, 3_333, 5_000, 10_000, pick(1...10_000)])
    let amount: Int64 = one([1, 100, 500, 1_000, Int64(pick(1...3_000))])
    let reward = chance(2) ? PromotionReward.fixed(amount) : .percent(percent)
    switch pick(0...9) {
    case 0: return .price(one([0, 99, 500]))
    case 1: return .item(reward)
    case 2:
      return .pieces([
        .init(from: 2, .percent(1_000)), .init(from: 3, .percent(pick(1_001...5_000))),
      ])
    case 3: return .buyGet(buy: pick(1...3), get: pick(1...2), percent: percent)
    case 4:
      return .spend([.init(from: one([0, 1_000]), .fixed(50)), .init(from: 5_000, .fixed(777))])
    case 5:
      return .spend([
        .init(from: 0, .percent(100)), .init(from: 3_000, .percent(pick(101...9_000))),
      ])
    case 6: return .each(full: one([1_000, 3_000]), off: Int64(pick(1...1_000)))
    case 7: return .shipping(reward)
    case 8: return .groupPrice(price: amount, size: pick(2...3), hours: 24)
    default: return .gift(sku: "G", quantity: pick(1...2))
    }
  }

  private mutating func goods() -> PromotionGoods {
    PromotionGoods(
      categories: chance(2) ? ["leaf-\(pick(0...2))"] : [],
      products: chance(4) ? ["p0"] : [],
      skus: chance(4) ? ["S1", "S2"] : [],
      ages: chance(4) ? AgeRange(from: 0, to: 6) : nil
    )
  }

  private mutating func audience() -> PromotionAudience {
    PromotionAudience(
      isFirstOrder: chance(3),
      levels: chance(3) ? ["gold"] : [],
      tags: chance(3) ? ["vip"] : [],
      childAges: chance(2) ? AgeRange(from: one([nil, 0]), to: one([6, nil])) : nil
    )
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func chance(_ outOf: Int) -> Bool { pick(1...outOf) == 1 }

  private mutating func one<Value>(_ values: [Value]) -> Value {
    values[pick(0...values.count - 1)]
  }
}

import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private func promotion(
  _ code: String,
  _ effect: PromotionEffect,
  group: String = "",
  needsCode: Bool = false,
  change: (inout PromotionTerms) -> Void = { _ in }
) -> PromotionCandidate {
  var terms = PromotionTerms(effect)
  change(&terms)
  let promotion = Promotion(
    id: .make(in: .live),
    code: code,
    name: LocalizedText([.zh: code]),
    group: group,
    needsCode: needsCode,
    terms: terms
  )
  return PromotionCandidate(promotion, giftPrice: 500)
}

private func line(
  _ code: String,
  _ price: Int64,
  _ quantity: Int = 1,
  category: String = "care",
  ages: AgeRange = .any
) -> PromotionBasket.Line {
  .init(
    code: code,
    product: code.lowercased(),
    categories: ["all", category],
    ages: ages,
    unitPrice: price,
    quantity: quantity
  )
}

private func outcome(
  _ candidates: [PromotionCandidate],
  _ lines: [PromotionBasket.Line],
  freight: Int64 = 800,
  shopper: ShopperFacts = ShopperFacts()
) -> PromotionOutcome {
  PromotionRule.outcome(
    of: candidates,
    on: PromotionBasket(lines: lines, freight: freight, shopper: shopper)
  )
}

extension PromotionOutcome {
  fileprivate var codes: [String] { applied.map(\.promotion.code) }

  fileprivate func reason(_ code: String) -> PromotionReason? {
    refused.first { $0.promotion.code == code }?.reason
  }
}

@Suite("Promotions")
struct PromotionRuleTests {
  @Test(
    arguments: [
      (.item(.percent(1_000)), [199, 300], 0),
      (.item(.fixed(700)), [1_400, 700], 0),
      (.item(.fixed(1_500)), [1_990, 1_500], 0),
      (.price(500), [990, 2_500], 0),
      (
        .pieces([.init(from: 2, .percent(500)), .init(from: 3, .percent(3_333))]), [663, 1_000], 0
      ),
      (.buyGet(buy: 2, get: 1, percent: 10_000), [995, 0], 0),
      (.buyGet(buy: 1, get: 1, percent: 5_000), [498, 0], 0),
      (.spend([.init(from: 0, .fixed(100))]), [40, 60], 0),
      (
        .spend([.init(from: 4_000, .percent(1_000)), .init(from: 5_000, .percent(2_000))]),
        [199, 300], 0
      ),
      (.each(full: 1_000, off: 33), [53, 79], 0),
      (.shipping(.percent(10_000)), [0, 0], 800),
      (.shipping(.fixed(500)), [0, 0], 500),
    ] as [(PromotionEffect, [Int64], Int64)]
  )
  func `each kind takes off what it says, rounded once per line`(
    _ effect: PromotionEffect,
    _ lines: [Int64],
    _ freight: Int64
  ) {
    let outcome = outcome([promotion("p", effect)], [line("A", 995, 2), line("B", 3_000)])

    #expect(outcome.codes == ["p"])
    #expect(outcome.lines == lines)
    #expect(outcome.freight == freight)
  }

  @Test func `of one group the better one applies, and the other says which`() {
    let candidates = [
      promotion("ten", .spend([.init(from: 0, .percent(1_000))])),
      promotion("thirty", .spend([.init(from: 20_000, .fixed(3_000))])),
      promotion("mums", .spend([.init(from: 0, .fixed(100))]), group: "mums"),
    ]

    #expect(outcome(candidates, [line("A", 20_000)]).codes == ["thirty", "mums"])
    #expect(outcome(candidates, [line("A", 20_000)]).reason("ten") == .groupTaken(by: "thirty"))
    #expect(
      outcome(candidates, [line("A", 19_000)]).reason("thirty")
        == .amountTooLow(needed: 20_000, present: 19_000)
    )
  }

  @Test func `a discount that would spoil a greater one is left out`() {
    let candidates = [
      promotion("piece", .item(.fixed(100))),
      promotion("full", .spend([.init(from: 30_000, .fixed(5_000))])),
    ]

    let outcome = outcome(candidates, [line("A", 30_000)])

    #expect(outcome.codes == ["full"])
    #expect(outcome.reason("piece") == .notBest)
  }

  @Test func `two that exclude each other never apply together, whoever says it`() {
    let candidates = [
      promotion("piece", .item(.percent(1_000))) { $0.excludes = ["coupon"] },
      promotion("coupon", .spend([.init(from: 0, .fixed(4_000))]), needsCode: true),
    ]

    let outcome = outcome(candidates, [line("A", 30_000)])

    #expect(outcome.codes == ["coupon"])
    #expect(outcome.reason("piece") == .excluded(by: "coupon"))
  }

  @Test func `lesson 14: discounts on discounts never take a line below nothing`() {
    let candidates = [
      promotion("all", .item(.percent(10_000))),
      promotion("order", .spend([.init(from: 0, .fixed(900))])),
      promotion("coupon", .spend([.init(from: 0, .fixed(900))]), needsCode: true),
    ]

    let outcome = outcome(candidates, [line("A", 1_000)])

    #expect(outcome.lines == [1_000])
    #expect(outcome.codes == ["all"])
    #expect(outcome.reason("coupon") == .noEffect)
  }

  @Test func `lesson 15: rounding never drifts with the pieces, and a share never loses a cent`() {
    let pieces = outcome([promotion("ten", .item(.percent(1_000)))], [line("A", 333, 3)])
    let shared = outcome(
      [promotion("one", .spend([.init(from: 0, .fixed(100))]))],
      [line("A", 1_000), line("B", 1_000), line("C", 1_000)]
    )

    // By the piece it would be 3 × 33, by a rounded share 3 × 33.
    #expect(pieces.lines == [100])
    #expect(shared.lines.sorted() == [33, 33, 34])
  }

  @Test func `lesson 13: a promotion that cannot be evaluated never stops the others`() {
    let broken: [PromotionEffect] = [
      .spend([]), .item(.percent(0)), .item(.percent(10_001)), .price(-1), .each(full: 0, off: 0),
      .spend([.init(from: 500, .fixed(9)), .init(from: 400, .fixed(10))]),
      .gift(sku: "", quantity: 1),
      .buyGet(buy: .max, get: .max, percent: 1), .pieces([.init(from: .max, .percent(5))]),
      .spend([.init(from: 0, .fixed(.max))]),
    ]
    let candidates = broken.enumerated().map { promotion("broken-\($0)", $1) }

    let outcome = outcome(
      candidates + [promotion("fine", .item(.percent(1_000)))],
      [line("A", 1_000)]
    )

    #expect(outcome.codes == ["fine"])
    #expect(outcome.refused.count == broken.count)
    #expect(outcome.refused.allSatisfy { $0.reason == .cannotBeEvaluated })
  }

  @Test func `conditions name who and what is missing`() {
    let candidates = [
      promotion("first", .item(.fixed(1)), group: "1") { $0.audience.isFirstOrder = true },
      promotion("level", .item(.fixed(1)), group: "2") { $0.audience.levels = ["gold"] },
      promotion("tag", .item(.fixed(1)), group: "3") { $0.audience.tags = ["vip"] },
      promotion("child", .item(.fixed(1)), group: "4") {
        $0.audience.childAges = AgeRange(from: 6, to: 12)
      },
      promotion("goods", .item(.fixed(1)), group: "5") { $0.goods.categories = ["wear"] },
      promotion("pieces", .item(.fixed(1)), group: "6") { $0.minimumPieces = 3 },
      promotion("ages", .item(.fixed(1)), group: "7") {
        $0.goods.ages = AgeRange(from: 24, to: 36)
      },
    ]
    let lines = [line("A", 1_000, 2, ages: AgeRange(from: 0, to: 6))]

    let unknown = outcome(candidates, lines)
    let known = outcome(
      candidates,
      lines,
      shopper: ShopperFacts(isFirstOrder: true, level: "gold", tags: ["vip"], childMonths: [6])
    )

    #expect(unknown.reason("first") == .notFirstOrder)
    #expect(unknown.reason("level") == .levelRequired)
    #expect(unknown.reason("tag") == .tagRequired)
    #expect(unknown.reason("child") == .childAgeRequired)
    #expect(unknown.reason("goods") == .noMatchingGoods)
    #expect(unknown.reason("pieces") == .piecesTooFew(needed: 3, present: 2))
    #expect(unknown.reason("ages") == .noMatchingGoods)
    #expect(known.codes == ["first", "level", "tag", "child"])
  }

  @Test func `limits of pieces and money are kept`() {
    var flash = promotion("flash", .price(100))
    flash.piecesLeft = 3
    var poor = promotion("poor", .spend([.init(from: 0, .fixed(900))]))
    poor.moneyLeft = 799
    var gift = promotion("gift", .gift(sku: "G", quantity: 1))
    gift.giftPrice = nil

    let outcome = outcome([flash, poor, gift], [line("A", 1_000, 2), line("B", 500, 2)])

    #expect(outcome.lines == [1_800, 400])
    #expect(outcome.applied.map(\.pieces) == [3])
    #expect(outcome.reason("poor") == .budgetExhausted)
    #expect(outcome.reason("gift") == .giftUnavailable)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `ten thousand random carts agree with every set tried, to the cent`(_ seed: UInt64) {
    var random = RandomPromotions(generator: SeededGenerator(state: seed))
    for round in 0..<500 {
      let basket = random.basket()
      let candidates = random.candidates()

      let outcome = PromotionRule.outcome(of: candidates.shuffled(), on: basket)

      let total = basket.lines.reduce(basket.freight) { $0 + $1.unitPrice * Int64($1.quantity) }
      let found = PromotionOracle.Answer(
        paid: outcome.lines.reduce(total - outcome.freight, -),
        codes: outcome.codes.sorted(),
        lines: outcome.lines,
        freight: outcome.freight
      )
      let expected = PromotionOracle(candidates: candidates, basket: basket).answer()
      #expect(found == expected, "seed \(seed), round \(round)")
      #expect(outcome.applied.count + outcome.refused.count == candidates.count)
      #expect(
        zip(basket.lines, outcome.lines).allSatisfy {
          (0...$0.unitPrice * Int64($0.quantity)).contains($1)
        }
      )
      guard found == expected else { return }
    }
  }
}

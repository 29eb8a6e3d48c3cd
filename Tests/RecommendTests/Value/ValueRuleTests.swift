import Recommend
import Testing

@Suite("What goods give for their price")
struct ValueRuleTests {
  private func good(
    _ item: String,
    price: Int64,
    grams: Double? = 100,
    reviews: Int = 0,
    stars: Double? = nil,
    sold: Int = 0,
    returned: Int = 0,
    proofs: Int = 0
  ) -> GoodsQuality {
    GoodsQuality(
      item: item,
      reviews: reviews,
      stars: stars,
      sold: sold,
      returned: returned,
      proofs: proofs,
      offers: [.init(price: price, content: grams.map { [.mass: $0] } ?? [:])]
    )
  }

  @Test func `stars, what came back, proof and the price of a unit make the index, all shown`()
    throws
  {
    let scores = ValueRule.scores(
      [
        good("fine", price: 2_000, grams: 200, reviews: 90, stars: 4.8, sold: 500, proofs: 2),
        good("usual", price: 2_000, reviews: 100, stars: 4.2, sold: 400, returned: 4),
        good("poor", price: 2_000, reviews: 80, stars: 2.5, sold: 300, returned: 60),
      ],
      by: .mass
    )
    #expect(scores.map(\.item) == ["fine", "usual", "poor"])
    let (fine, usual) = (scores[0], scores[1])
    #expect(fine.unitPrice == 1_000 && usual.unitPrice == 2_000)
    #expect(usual.index == 100, "the median")
    #expect(fine.reviews == 90 && fine.stars == 4.8 && fine.proofs == 2 && fine.returned == 0)
    #expect((4.2...4.8).contains(fine.expectedStars))
    let parts = 6 * (fine.expectedStars - 1) / 4 + 3 * (1 - fine.returnRate / 0.2) + 1
    #expect(abs(fine.quality - parts / 10) < 1e-12)
    #expect(
      abs(fine.index - fine.quality / 1_000 / (usual.quality / 2_000) * 100) < 1e-9,
      "no hidden part"
    )
  }

  @Test func `one enthusiast moves nothing, and many do`() {
    func lead(_ reviews: Int) -> Double {
      let scores = ValueRule.scores(
        [
          good("new", price: 1_000, reviews: reviews, stars: 5),
          good("old", price: 1_000, reviews: 200, stars: 4),
          good("other", price: 1_000, reviews: 200, stars: 4),
        ],
        by: .mass
      )
      return scores.first { $0.item == "new" }?.expectedStars ?? 0
    }
    #expect(lead(1) < 4.1)
    #expect(lead(200) > 4.8)
    #expect(lead(1) < lead(5) && lead(5) < lead(50))
  }

  @Test func `nothing is said without three goods, a price of a unit, or any evidence`() {
    let known = good("a", price: 100, reviews: 9, stars: 4)
    #expect(ValueRule.scores([known, good("b", price: 100)], by: .mass) == [])
    #expect(
      ValueRule.scores((0..<4).map { good("\($0)", price: 100) }, by: .mass) == [],
      "of none is anything known"
    )
    let mixed = [known] + ["b", "c", "d"].map { good($0, price: 100, grams: nil) }
    #expect(ValueRule.scores(mixed, by: .mass) == [])
    #expect(ValueRule.scores(mixed, by: .item).count == 4)
    let odd = [good("free", price: 0), good("none", price: 5, grams: 0)]
    #expect(ValueRule.scores(mixed + odd, by: .item).map(\.item).contains("free") == false)
    #expect(ValueRule.scores([known, known, known], by: .mass) == [], "one thing thrice is one")
    let scores = ValueRule.scores(mixed, by: .item)
    #expect(scores.filter(\.hasEvidence).map(\.item) == ["a"])
  }

  @Test func `better is never worse, dearer never better, and neither order nor currency counts`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let goods = (0..<Int.random(in: 3...12, using: &random)).map { number in
        let sold = Int.random(in: 0...400, using: &random)
        return good(
          "g\(number)",
          price: .random(in: 1...90_000, using: &random),
          grams: .random(in: 1...2_000, using: &random),
          reviews: .random(in: 0...80, using: &random),
          stars: .random(in: 1...5, using: &random),
          sold: sold,
          returned: .random(in: 0...sold, using: &random),
          proofs: .random(in: 0...3, using: &random)
        )
      }
      let scores = ValueRule.scores(goods, by: .mass)
      guard !scores.isEmpty else { continue }
      #expect(scores.allSatisfy { (0...1).contains($0.quality) && $0.index.isFinite })
      #expect(
        ValueRule.scores(goods.shuffled(using: &random), by: .mass).map(\.item)
          == scores.map(\.item)
      )
      let dearer = goods.map { scaled($0, 7) }
      for (one, other) in zip(scores, ValueRule.scores(dearer, by: .mass)) {
        #expect(abs(one.index - other.index) < 1e-6 * max(1, one.index))
      }
      let chosen = goods[0]
      let quality = scores.first { $0.item == chosen.item }?.quality ?? 0
      let proven = ValueRule.scores([improved(chosen)] + goods.dropFirst(), by: .mass)
      #expect((proven.first { $0.item == chosen.item }?.quality ?? 0) >= quality)
    }
  }

  /// The same with every price so many times as high.
  private func scaled(_ good: GoodsQuality, _ factor: Int64) -> GoodsQuality {
    GoodsQuality(
      item: good.item,
      reviews: good.reviews,
      stars: good.stars,
      sold: good.sold,
      returned: good.returned,
      proofs: good.proofs,
      offers: good.offers.map { .init(price: $0.price * factor, content: $0.content) }
    )
  }

  /// The same with one more kind of proof.
  private func improved(_ good: GoodsQuality) -> GoodsQuality {
    GoodsQuality(
      item: good.item,
      reviews: good.reviews,
      stars: good.stars,
      sold: good.sold,
      returned: good.returned,
      proofs: good.proofs + 1,
      offers: good.offers
    )
  }
}

import Recommend
import Testing

@Suite("What a pack holds")
struct NetContentTests {
  @Test(
    arguments: [
      ("400g", .mass, 400), ("1.2kg", .mass, 1_200), ("700g×3袋", .mass, 2_100),
      ("3 × 700 g refill", .mass, 2_100), ("14g×20条", .mass, 280),
      ("20 sticks of 14 g", .mass, 280), ("400克装", .mass, 400), ("0.5千克", .mass, 500),
      ("250ml", .volume, 250), ("1L×3袋补充装", .volume, 3_000), ("1 L refill", .volume, 1_000),
      ("500ml×2", .volume, 1_000), ("1.6L", .volume, 1_600), ("80抽×5包", .count, 400),
      ("5 × 80 wipes", .count, 400), ("1包", .count, 1), ("50 lembar × 4", .count, 200),
      ("30枚", .count, 30),
      ("0-6月", .count, nil), ("0–6 months", .count, nil), ("6~12", .count, nil),
      ("NB", .count, nil), ("", .mass, nil), ("400g", .volume, nil), ("250ml", .mass, nil),
      ("400g", .count, nil), ("400g", .item, nil), ("100g+50g", .mass, nil), ("0g", .mass, nil),
      ("1.2.3kg", .mass, nil), ("9999999kg", .mass, nil), ("2.5 pieces", .count, nil),
    ] as [(String, UnitBasis, Double?)]
  )
  func `a label says how much there is, or nothing certain`(
    text: String,
    basis: UnitBasis,
    amount: Double?
  ) {
    #expect(NetContent.amount(in: text, basis) == amount)
  }
}

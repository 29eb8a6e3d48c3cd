import Storefront
import TenantStore
import Testing

@Suite("The rules of bundles")
struct BundleRuleTests {
  @Test(arguments: [
    ([(8, 2), (1, 1)], 1), ([(8, 2), (9, 1)], 4), ([(1, 2), (9, 1)], 0), ([(-3, 1)], 0), ([], 0),
  ])
  func `a bundle can be had as often as its scarcest part`(_ parts: [(Int, Int)], _ expected: Int) {
    #expect(BundleRule.available(parts.map { (available: $0.0, quantity: $0.1) }) == expected)
  }

  @Test func `a bundle weighs what its merchant says, else what is known of its parts`() {
    #expect(BundleRule.weight(own: 500, parts: [(120, 2)]) == 500)
    #expect(BundleRule.weight(own: nil, parts: [(120, 2), (nil, 1)]) == 240)
    #expect(BundleRule.weight(own: nil, parts: [(nil, 1)]) == nil)
  }

  @Test func `what bundles cost is shared over their parts to the cent`() {
    let shares = BundleRule.shares(of: 7_500, discount: 0, prices: [1_990, 4_900], pieces: [2, 1])
    #expect(shares.map(\.total) == [3_361, 4_139] && shares.map(\.discount) == [0, 0])
    let free = BundleRule.shares(of: 100, discount: 10, prices: [0, 0], pieces: [1, 2])
    #expect(free.map(\.total) == [33, 67] && free.map(\.discount) == [3, 7])
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `whatever the prices, shares add up and every piece is paid exactly`(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let count = Int.random(in: 1...20, using: &generator)
    let prices = (0..<count).map { _ in Int64.random(in: 0...5_000, using: &generator) }
    let pieces = (0..<count).map { _ in Int.random(in: 1...2_000, using: &generator) }
    let total = Int64.random(in: 0...2_000_000, using: &generator)
    let discount = Int64.random(in: 0...total, using: &generator)

    let shares = BundleRule.shares(of: total, discount: discount, prices: prices, pieces: pieces)

    #expect(shares.reduce(0) { $0 + $1.total } == total)
    #expect(shares.reduce(0) { $0 + $1.discount } == discount)
    for (index, share) in shares.enumerated() {
      #expect(share.total >= 0 && (0...share.total).contains(share.discount))
      let unit = BundleRule.unitPrice(of: share, alone: prices[index], pieces: pieces[index])
      // What stands on the line covers its share, so that its discount is not negative.
      #expect(unit >= prices[index] && unit * Int64(pieces[index]) >= share.total)
    }
  }

  @Test func `contents are read as they are written`() {
    let contents = [BundleContent(sku: "A-1", quantity: 2), BundleContent(sku: "B-1", quantity: 1)]
    #expect(BundleContentRule.contents(" A-1*2 | B-1 ") == contents)
    #expect(BundleContentRule.contents(BundleContentRule.text(contents)) == contents)
    #expect(BundleContentRule.contents("") == [])
    for text in ["A-1*", "A-1*x", "*2", "A-1*2*3"] {
      #expect(BundleContentRule.contents(text) == nil, "\(text)")
    }
  }

  @Test(
    arguments: [
      ("A*2|B", nil, ""), ("", nil, ""), ("A|X", .unknown, "X"), ("A*0", .quantity, "A"),
      ("A*21", .quantity, "A"), ("A|A", .repeated, "A"), ("SET", .repeated, "SET"),
      ("A|OTHER", .nested, "OTHER"),
      ((0...20).map { "P\($0)" }.joined(separator: "|"), .tooMany, "SET"),
    ] as [(String, BundleContentRule.Problem?, String)]
  )
  func `what speaks against contents is named`(
    _ text: String,
    _ problem: BundleContentRule.Problem?,
    _ sku: String
  ) throws {
    let found = BundleContentRule.problem(
      try #require(BundleContentRule.contents(text)),
      of: "SET",
      known: [
        "SET": .init(), "A": .init(hasStock: true), "B": .init(), "OTHER": .init(isBundle: true),
      ]
    )
    #expect(found?.problem == problem && found?.sku ?? "" == sku)
  }

  @Test func `neither a part nor what has stock becomes a bundle, and what is unknown does not`() {
    let contents = [BundleContent(sku: "A", quantity: 1)]
    for (own, problem) in [
      (BundleContentRule.Candidate(isPart: true), BundleContentRule.Problem.nested),
      (BundleContentRule.Candidate(hasStock: true), .stocked),
      (BundleContentRule.Candidate(isPresold: true), .presold),
    ] {
      let found = BundleContentRule.problem(contents, of: "S", known: ["S": own, "A": .init()])
      #expect(found?.problem == problem && found?.sku == "S")
    }
    #expect(BundleContentRule.problem(contents, of: "S", known: [:])?.problem == .unknown)
  }
}

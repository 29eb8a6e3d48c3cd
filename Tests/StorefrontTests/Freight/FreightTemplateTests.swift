import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private func yuan(_ cents: Int64) -> Money {
  guard let currency = Currency(code: "CNY") else { preconditionFailure("CNY is a currency") }
  return Money(minorUnits: cents, currency: currency)
}

private let plan = FreightPlan(
  flat: FreightRule(flat: yuan(800), freeOver: yuan(9_900)),
  templates: [
    .init(
      categories: ["strollers"],
      products: ["crib"],
      measure: .weight,
      tariffs: [
        "": .steps(
          .init(first: 1_000, firstFee: yuan(1_200), additional: 500, additionalFee: yuan(300))
        ),
        "33": .steps(
          .init(
            first: 3_000,
            firstFee: yuan(600),
            additional: 1_000,
            additionalFee: yuan(100),
            freeOver: yuan(50_000)
          )
        ),
        "3301": .steps(
          .init(first: 10_000, firstFee: yuan(0), additional: 1_000, additionalFee: yuan(50))
        ),
        "54": .unserved,
      ]
    ),
    .init(
      categories: ["books"],
      measure: .count,
      tariffs: [
        "": .steps(
          .init(
            first: 2,
            firstFee: yuan(500),
            additional: 3,
            additionalFee: yuan(200),
            freeFrom: 10
          )
        )
      ]
    ),
  ]
)

private func item(
  _ product: String,
  _ categories: [String],
  _ quantity: Int,
  grams: Int? = 1_000,
  cents: Int64 = 1_000
) -> FreightItem {
  FreightItem(
    amount: yuan(cents * Int64(quantity)),
    quantity: quantity,
    weightGrams: grams,
    product: product,
    categories: categories
  )
}

@Suite("Freight templates")
struct FreightTemplateTests {
  @Test(
    arguments: [
      ("nothing", [], "33", 0),
      ("flat below", [item("soap", ["care"], 1)], "33", 800),
      ("flat above", [item("soap", ["care"], 10)], "33", 0),
      ("first unit", [item("x", ["strollers"], 1)], "11", 1_200),
      ("a begun unit counts whole", [item("x", ["strollers"], 1, grams: 1_001)], "11", 1_500),
      ("two units", [item("x", ["strollers"], 2)], "11", 1_800),
      ("province", [item("x", ["strollers"], 5)], "33", 800),
      ("another city of it", [item("x", ["strollers"], 5)], "3302", 800),
      ("city before province", [item("x", ["strollers"], 12)], "3301", 100),
      ("free over", [item("x", ["strollers"], 1, grams: 90_000, cents: 50_000)], "33", 0),
      ("unknown weight is none", [item("x", ["strollers"], 9, grams: nil)], "33", 600),
      ("parent category", [item("x", ["twin", "strollers"], 1)], "11", 1_200),
      ("product before category", [item("crib", ["books"], 2)], "11", 1_800),
      ("count", [item("b", ["books"], 2)], "", 500),
      ("count, begun", [item("b", ["books"], 6)], "", 900),
      ("free from", [item("b", ["books"], 10)], "", 0),
      ("together", [item("b", ["books"], 1), item("c", ["books"], 1)], "", 500),
      (
        "several templates add up",
        [item("b", ["books"], 1), item("x", ["strollers"], 1), item("soap", ["care"], 1)], "11",
        2_500
      ),
    ] as [(String, [FreightItem], String, Int64)]
  )
  func `delivery costs`(_ name: String, _ items: [FreightItem], _ region: String, _ cents: Int64) {
    let quote = FreightTemplateRule.quote(items, to: .region(region), by: plan)
    #expect(quote.amount == yuan(cents) && quote.isServed, "\(name)")
    #expect(FreightTemplateRule.quote(items, to: .pickup, by: plan).amount == yuan(0))
  }

  @Test func `what is not delivered to a region is said, also for its cities`() {
    let stroller = [item("x", ["strollers"], 1)]
    for region in ["54", "5401"] {
      #expect(!FreightTemplateRule.quote(stroller, to: .region(region), by: plan).isServed)
    }
    #expect(FreightTemplateRule.quote(stroller, to: .pickup, by: plan).isServed)
  }

  /// Below the sums that free an order, more goods never cost less to deliver, and order is nothing.
  @Test func `freight grows with the goods and does not depend on their order`() {
    let paid = FreightPlan(
      flat: FreightRule(flat: yuan(800), freeOver: nil),
      templates: [plan.templates[0]]
    )
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var items: [FreightItem] = []
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        items.append(
          item(
            ["x", "crib", "soap"].randomElement(using: &generator) ?? "x",
            [["strollers"], ["care"]].randomElement(using: &generator) ?? [],
            .random(in: 1...9, using: &generator),
            grams: .random(in: 1...5_000, using: &generator),
            cents: 1
          )
        )
      }
      let region = ["", "11", "33", "3301"].randomElement(using: &generator) ?? ""
      func cost(_ items: [FreightItem]) -> Int64 {
        FreightTemplateRule.quote(items, to: .region(region), by: paid).amount.minorUnits
      }
      #expect(cost(items) == cost(items.reversed()))
      #expect(cost(items) >= cost(Array(items.dropLast())))
      #expect(cost(items) >= 0)
    }
  }
}

@Suite("Freight at the checkout", .tenantDatabase([StorefrontModule.module]))
struct FreightCheckoutTests {
  private func settings() -> [String: JSONValue] {
    guard case .object(var shop)? = shopSettings["storefront"] else { return [:] }
    shop["freight"] = [
      "flat": "8.00",
      "templates": [
        [
          "name": "care", "categories": ["care"], "by": "weight",
          "zones": [
            ["first": 100, "firstFee": "5.00", "additional": 100, "additionalFee": "1.00"],
            [
              "regions": ["33"], "first": 1_000, "firstFee": "3.00", "additional": 1_000,
              "additionalFee": "1.00",
            ],
            ["regions": ["54"], "unserved": true],
          ],
        ]
      ],
    ]
    return ["storefront": .object(shop)]
  }

  @Test func `the total depends on the region, and another region's total is asked about`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: settings())
    try await smallShop().apply(to: pair.mine)
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 2)])
    func place(_ region: String, seen: String) async throws -> StorefrontRefusal? {
      try await refusal {
        var form = try pair.mine.form(cart, to: .region(seen))
        form.region = region
        _ = try await pair.mine.place(form, session)
      }
    }

    #expect(try await place("", seen: "")?.details["fields"] == ["region"])
    #expect(try await place("54", seen: "54")?.code == .regionUnserved)
    let changed = try await place("33", seen: "")
    #expect(changed?.code == .priceChanged && changed?.details["total"] == 4_280)
    #expect(try await place("3301", seen: "33") == nil)
    let order = try await pair.mine.scope.orders(OrderListQuery()).items.first
    #expect(order?.total.minorUnits == 4_280)
    try await pair.mine.expectBooksToBalance()
  }
}

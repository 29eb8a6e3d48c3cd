import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A folder with many products: number, months, price and brand follow from the index.
func wideShop(products count: Int) throws -> ShopFolder {
  let folder = try smallShop()
  var rows = [
    """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,\
    safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,\
    list_price,weight_grams,picture,name.zh,name.en
    """
  ]
  var stock = ["sku,location,on_hand"]
  for index in 0..<count {
    let category = ["care", "wear", "wear-tops"][index % 3]
    let ages = [",", "\(index % 12),\(index % 12 + 6)", "\(index % 12),", ",\(index % 12)"][
      index % 4
    ]
    let price = "\(10 + index * 7 % 50).00"
    rows.append(
      """
      WIDE-\(index),,wide-\(index),\(category),\(["Ama", "Bibi"][index % 2]),published,\(ages),,,,,\
      ,,,,\(price),,,,宽松连体衣 \(index) 号,Wide romper \(index)
      """
    )
    stock.append("WIDE-\(index),shop,\(index % 5 == 0 ? 0 : 3)")
  }
  try folder.write(rows.joined(separator: "\n") + "\n", to: "catalogue.csv")
  try folder.write(stock.joined(separator: "\n") + "\n", to: "stock.csv")
  return folder
}

extension TestTenant {
  /// The slugs of all pages of a list, and how many pages there were.
  func slugs(_ query: ProductListQuery) async throws -> [[String]] {
    var query = query
    var pages: [[String]] = []
    repeat {
      let page = try await scope.products(query, in: view)
      pages.append(page.items.map(\.slug))
      query.cursor = page.next
    } while query.cursor != nil && pages.count < 100
    return pages
  }
}

private func list(_ change: (inout ProductListQuery) -> Void) -> ProductListQuery {
  var query = ProductListQuery()
  change(&query)
  return query
}

@Suite("Lists of products", .tenantDatabase([StorefrontModule.module]))
struct ProductListTests {
  @Test func `only what is published is listed, newest first, as the visitor reads it`()
    async throws
  {
    let pair = try await shopPair()

    let page = try await pair.mine.scope.products(ProductListQuery(), in: pair.mine.view)

    #expect(page.items.map(\.slug) == ["tee", "soap"])
    #expect(page.items.map(\.name) == ["雅布 纯棉短袖", "芽语 婴儿温和香皂"])
    #expect(page.items.map(\.lowestPrice.decimal) == ["49.00", "19.90"])
    #expect(page.items.map(\.highestPrice.decimal) == ["59.00", "19.90"])
    #expect(page.items.map { $0.listPrice?.decimal } == [nil, "25.00"])
    #expect(page.items.map(\.isInStock) == [true, true])
    #expect(page.items.map { $0.picture != nil } == [false, true])
    let english = ShopView(pair.mine.snapshot, preferring: [.en])
    let read = try await pair.mine.scope.products(ProductListQuery(), in: english)
    #expect(read.items.map(\.name) == ["Yabu Cotton Tee", "Yayu Mild Baby Soap"])
  }

  @Test func `cards of chosen products come in their order, without what nobody can buy`()
    async throws
  {
    let pair = try await shopPair()
    let listed = try await pair.mine.scope.products(ProductListQuery(), in: pair.mine.view).items
    let wanted = [listed[1].id, ProductID.make(in: .live), listed[0].id]

    let cards = try await pair.mine.scope.productCards(wanted, in: pair.mine.view)

    #expect(cards == [listed[1], listed[0]])
    #expect(try await pair.other.scope.productCards([listed[0].id], in: pair.other.view).isEmpty)
    #expect(try await pair.mine.scope.productCards([], in: pair.mine.view).isEmpty)
  }

  @Test(
    arguments: [
      ("category", list { $0.category = "care" }, ["soap"]),
      ("category above", list { $0.category = "wear" }, ["tee"]),
      ("unknown category", list { $0.category = "moon" }, []),
      ("brand", list { $0.brands = ["芽语 Yayu", "nobody"] }, ["soap"]),
      ("newborn", list { $0.ages = AgeRange(from: 0, to: 3) }, ["soap"]),
      ("second year", list { $0.ages = AgeRange(from: 12, to: 24) }, ["tee", "soap"]),
      ("cheap", list { $0.maximumPrice = 2000 }, ["soap"]),
      ("dear", list { $0.minimumPrice = 5800 }, ["tee"]),
      ("words", list { $0.text = "温和 香皂" }, ["soap"]),
      ("number", list { $0.text = "tee-80-r" }, ["tee"]),
      ("category's name", list { $0.text = "服饰" }, ["tee"]),
      ("all words must occur", list { $0.text = "纯棉 香皂" }, []),
      ("signs only", list { $0.text = "!!!" }, []),
      ("English", list { $0.text = "BABY soap" }, ["soap"]),
    ] as [(String, ProductListQuery, [String])]
  )
  func `a filter leaves what fits`(
    _ name: String,
    _ query: ProductListQuery,
    _ slugs: [String]
  ) async throws {
    let pair = try await shopPair()

    #expect(try await pair.mine.slugs(query) == [slugs])
  }

  @Test(arguments: ProductSort.allCases, [1, 7, 24])
  func `pages follow each other without a gap or a repetition`(
    _ sort: ProductSort,
    _ limit: Int
  ) async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 41).apply(to: pair.mine)
    try await wideShop(products: 3).apply(to: pair.other)
    let query = list { query in
      query.sort = sort
      query.limit = limit
    }

    let pages = try await pair.mine.slugs(query)

    let all = try await pair.mine.scope.products(
      list { query in
        query.sort = sort
        query.limit = 100
      },
      in: pair.mine.view
    )
    #expect(pages.flatMap { $0 } == all.items.map(\.slug))
    #expect(Set(pages.flatMap { $0 }).count == 41)
    #expect(pages.dropLast().allSatisfy { $0.count == limit })
    let prices = all.items.map(\.lowestPrice.minorUnits)
    if sort == .priceUp { #expect(prices == prices.sorted()) }
    if sort == .priceDown { #expect(prices == prices.sorted(by: >)) }
  }

  @Test func `the database keeps the rule of ages`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 48).apply(to: pair.mine)
    let all = try await pair.mine.scope.products(list { $0.limit = 100 }, in: pair.mine.view)
    for from in stride(from: -9, to: 20, by: 3) {
      for length in [1, 3, 9] {
        let window = AgeRange(from: from, to: from + length)
        let found = try await pair.mine.scope.products(
          list { query in
            query.ages = window
            query.limit = 100
          },
          in: pair.mine.view
        )
        #expect(found.items == all.items.filter { $0.ages.fits(window) })
      }
    }
  }

  @Test func `what is sold out is left out when asked for`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 10).apply(to: pair.mine)

    let found = try await pair.mine.slugs(list { $0.onlyInStock = true })

    #expect(found == [["9", "8", "7", "6", "4", "3", "2", "1"].map { "wide-\($0)" }])
  }

  @Test(arguments: [
    "", "x", "bmV3ZXN0", "bmV3ZXN0IDAgbm90LWEtdXVpZA", "../../etc", "😀",
    String(repeating: "A", count: 5000),
  ])
  func `a cursor that was not given is refused`(_ cursor: String) async throws {
    let pair = try await shopPair()

    let refusal = try await refusal {
      _ = try await pair.mine.scope.products(list { $0.cursor = cursor }, in: pair.mine.view)
    }

    #expect(refusal?.code == .cursorInvalid)
  }

  @Test func `a cursor of another order is refused`() async throws {
    let pair = try await shopPair()
    let page = try await pair.mine.scope.products(list { $0.limit = 1 }, in: pair.mine.view)

    let refusal = try await refusal {
      let query = list { query in
        query.cursor = page.next
        query.sort = .priceUp
      }
      _ = try await pair.mine.scope.products(query, in: pair.mine.view)
    }

    #expect(page.next != nil)
    #expect(refusal?.code == .cursorInvalid)
  }

  @Test func `facets count the list and ignore the chosen brands`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 9).apply(to: pair.mine)

    let facets = try await pair.mine.scope.productFacets(
      list { $0.brands = ["Bibi"] },
      in: pair.mine.view
    )

    #expect(facets.count == 4)
    #expect(facets.brands.map(\.name) == ["Ama", "Bibi"])
    #expect(facets.brands.map(\.count) == [5, 4])
    #expect(!facets.isCeilingReached)
    #expect(facets.inStock == 3)
    #expect(facets.values[.category]?.first { $0.name == "wear" }?.count == 3)
    #expect(
      try await pair.other.scope.productFacets(ProductListQuery(), in: pair.other.view).count == 0
    )
  }
}

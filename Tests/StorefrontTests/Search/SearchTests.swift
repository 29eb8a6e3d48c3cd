import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A shop whose goods differ by one thing each, as searches must.
private func nursery() throws -> ShopFolder {
  let folder = try smallShop()
  try folder.write(
    """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,\
    safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,\
    list_price,weight_grams,picture,name.zh,name.en
    NB-1,,pants,care,芽语 Yayu,published,0,6,无纺布、棉,A类,,,size,NB,,,79.00,,,,芽语 云柔纸尿裤,Soft Diapers
    NB-2,,pants,,,,,,,,,,size,S,,,89.00,,,,,
    FM-3,,formula,care,禾芷 Hezzi,published,12,36,生牛乳,GB 10767,,,weight,900g,,,238.00,,,,禾芷 沐原幼儿奶粉 3段,Growing-up Milk
    CAR-1,,stroller,wear,林小推 Linto,published,0,36,铝,GB 14748,,,colour,灰|Grey,,,899.00,,,,林小推 轻便婴儿车,Light Stroller
    TOY-1,,plush,wear,雅布 Yabu,published,6,,棉,A类,,,,,,,39.00,,,,雅布 安抚小熊,Comfort Bear
    OLD-1,,gone,care,芽语 Yayu,archived,,,,,,,,,,,9.00,,,,芽语 旧款纸尿裤,Old Diapers

    """,
    to: "catalogue.csv"
  )
  try folder.write(
    "sku,location,on_hand\nNB-1,shop,3\nFM-3,shop,1\nCAR-1,shop,2\nTOY-1,shop,0\n",
    to: "stock.csv"
  )
  return folder
}

private func asked(_ text: String) -> ProductListQuery {
  var query = ProductListQuery()
  query.text = text
  query.sort = .relevance
  return query
}

@Suite("Search", .tenantDatabase([StorefrontModule.module]))
struct SearchTests {
  @Test(
    arguments: [
      ("纸尿裤", ["pants"], nil), ("尿不湿", ["pants"], .synonym), ("popok", ["pants"], .synonym),
      ("おむつ", ["pants"], .synonym), ("diaper", ["pants"], nil), ("DIAPERS", ["pants"], nil),
      ("diapr", ["pants"], .typo), ("zhiniaoku", ["pants"], .pinyin),
      ("zhi niao ku", ["pants"], .pinyin), ("znk", ["pants"], .initials),
      ("yunrou", ["pants"], .pinyin), ("zhiniaku", ["pants"], .typo),
      ("熊", ["plush"], nil), ("900g", ["formula"], nil), ("900 克", ["formula"], nil),
      ("3段", ["formula"], nil), ("三段奶粉", ["formula"], .synonym), ("hezhi", ["formula"], .pinyin),
      ("naifen", ["formula"], .pinyin), ("婴儿推车", ["stroller"], .synonym),
      ("strollr", ["stroller"], .typo), ("按抚", ["plush"], .homophone),
      ("FM-3", ["formula"], nil), ("fm3", ["formula"], nil), ("NB", ["pants"], nil),
      ("Linto", ["stroller"], nil), ("lxt", ["stroller"], .initials),
    ] as [(String, [String], SearchReading.Kind?)]
  )
  func `what shoppers type finds what they mean`(
    _ text: String,
    _ slugs: [String],
    _ kind: SearchReading.Kind?
  ) async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await nursery().apply(to: pair.mine)

    let page = try await pair.mine.scope.products(asked(text), in: pair.mine.view)

    #expect(page.items.map(\.slug) == slugs)
    #expect(page.search?.readings.first?.kind == kind)
    #expect(page.search?.missing == [])
    let other = try await pair.other.scope.products(asked(text), in: pair.other.view)
    #expect(other.items.isEmpty)
  }

  @Test func `what is missing is named, and what comes near is offered`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await nursery().apply(to: pair.mine)
    let scope = pair.mine.scope

    let unknown = try await scope.products(asked("量子纠缠"), in: pair.mine.view)
    let partly = try await scope.products(asked("奶粉 xyzzyq"), in: pair.mine.view)
    let apart = try await scope.products(asked("奶粉 diaper"), in: pair.mine.view)

    #expect(unknown.items.isEmpty)
    #expect(unknown.search?.missing.isEmpty == false)
    #expect(partly.items.map(\.slug) == ["formula"])
    #expect(partly.search?.missing == ["xyzzyq"])
    #expect(apart.items.isEmpty)
    #expect(apart.search?.near.isEmpty == false)
  }

  @Test func `names come before summaries, and stock before its lack`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try nursery()
    try await folder.apply(to: pair.mine)

    let cotton = try await pair.mine.scope.products(asked("棉"), in: pair.mine.view)

    // Both have cotton; the bear is sold out.
    #expect(cotton.items.map(\.slug) == ["pants", "plush"])
  }

  @Test func `a merchant's own names find each other`() async throws {
    var settings = shopSettings
    if case .object(var storefront)? = settings["storefront"] {
      storefront["synonyms"] = [["小裤裤", "纸尿裤"]]
      settings["storefront"] = .object(storefront)
    }
    let pair = try await TenantPair.fresh(settings: settings)
    try await nursery().apply(to: pair.mine)

    let page = try await pair.mine.scope.products(asked("小裤裤"), in: pair.mine.view)

    #expect(page.items.map(\.slug) == ["pants"])
  }

  @Test func `a product that changed is found by what it says now`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await nursery().apply(to: pair.mine)
    let changed = try nursery()
    try changed.replace("沐原", with: "沐光", in: "catalogue.csv")
    try await changed.apply(to: pair.mine)

    let before = try await pair.mine.slugs(asked("沐原"))
    let after = try await pair.mine.slugs(asked("沐光"))

    #expect(before == [[]])
    #expect(after == [["formula"]])
  }

  @Test(arguments: ["'; DROP TABLE", "\u{0}", "%_", String(repeating: "奶", count: 300), "😀😀", "\n"])
  func `any text is a question`(_ text: String) async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await nursery().apply(to: pair.mine)

    _ = try await pair.mine.scope.products(asked(text), in: pair.mine.view)
    _ = try await pair.mine.scope.productFacets(asked(text), in: pair.mine.view)
  }
}

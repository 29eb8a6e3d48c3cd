import Recommend
import TenantStore
import Testing

@Suite("What a market takes")
struct RegionRuleTests {
  private var settings: RecommendSettings {
    var settings = RecommendSettings()
    settings.requirements = ["halal": ["food", "care"]]
    settings.regions = [
      ShopRegion(
        code: "id",
        locales: ["id"],
        requires: ["halal"],
        labels: ["id", "en"],
        closed: ["medicine"]
      ),
      ShopRegion(code: "cn", locales: ["zh"]),
    ]
    return settings
  }

  @Test(
    arguments: [
      (CatalogueItem(id: "a", category: "toys", labels: ItemLabels(languages: ["en"])), "id", true),
      (CatalogueItem(id: "a", category: "toys"), "id", false),
      (
        CatalogueItem(id: "a", category: "toys", labels: ItemLabels(languages: ["zh"])), "id", false
      ),
      (
        CatalogueItem(
          id: "a",
          category: "toys",
          labels: ItemLabels(markets: ["cn"], languages: ["en"])
        ), "id", false
      ),
      (CatalogueItem(id: "a", category: "toys", labels: ItemLabels(markets: ["cn"])), "zh", true),
      (CatalogueItem(id: "a", category: "toys", labels: ItemLabels(markets: ["id"])), "zh", false),
      (
        CatalogueItem(id: "a", category: "food", labels: ItemLabels(languages: ["id"])), "id", false
      ),
      (
        CatalogueItem(
          id: "a",
          category: "puree",
          parentCategory: "food",
          labels: ItemLabels(languages: ["id"])
        ), "id", false
      ),
      (
        CatalogueItem(
          id: "a",
          category: "puree",
          parentCategory: "food",
          labels: ItemLabels(languages: ["id"], traits: ["halal"])
        ), "id", true
      ),
      (
        CatalogueItem(
          id: "a",
          category: "drops",
          parentCategory: "medicine",
          labels: ItemLabels(languages: ["id"], traits: ["halal"])
        ), "id", false
      ),
      (CatalogueItem(id: "a", category: "food"), "zh", true),
      (CatalogueItem(id: "a", category: "food"), "fr", true),
      (CatalogueItem(id: "a", category: "toys", labels: ItemLabels(markets: ["cn"])), "fr", true),
      (CatalogueItem(id: "a", category: "toys", labels: ItemLabels(markets: ["id"])), nil, false),
      (CatalogueItem(id: "a", category: "food"), nil, true),
    ] as [(CatalogueItem, String?, Bool)]
  )
  func `market, label and certificates decide before any rank`(
    item: CatalogueItem,
    locale: String?,
    isShown: Bool
  ) {
    let visitor = settings.placed(Visitor(locale: locale), home: "cn")
    #expect(ShowableRule.isShowable(item, to: visitor) == isShown)
  }

  @Test func `whoever wants halal goods alone sees no other food anywhere, and toys as before`() {
    let wishes = PersonWishes(requires: ["halal"])
    for locale in ["zh", "fr", nil] {
      let visitor = settings.placed(Visitor(wishes: wishes, locale: locale))
      let (plain, toy) = (
        CatalogueItem(id: "a", category: "food"), CatalogueItem(id: "b", category: "toys")
      )
      #expect(!ShowableRule.isShowable(plain, to: visitor))
      #expect(ShowableRule.isShowable(toy, to: visitor))
    }
    var everything = settings
    everything.requirements = nil
    let visitor = everything.placed(Visitor(wishes: wishes))
    #expect(!ShowableRule.isShowable(CatalogueItem(id: "b", category: "toys"), to: visitor))
  }

  @Test func `nothing that breaks a rule is shown, whatever the numbers`() {
    var random = SystemRandomNumberGenerator()
    let codes = ["cn", "id", "sg"]
    let languages = ["zh", "id", "en"]
    func some(_ all: [String]) -> Set<String> {
      Set(all.filter { _ in Bool.random(using: &random) })
    }
    for _ in 0..<10_000 {
      var settings = RecommendSettings()
      settings.requirements = ["halal": Array(some(["food", "care"]))]
      let region = ShopRegion(
        code: codes.randomElement(using: &random) ?? "cn",
        locales: ["xx"],
        requires: Bool.random(using: &random) ? ["halal"] : nil,
        labels: Bool.random(using: &random) ? ["id"] + some(languages) : nil,
        closed: Array(some(["toys"]))
      )
      settings.regions = [region]
      let labels = ItemLabels(
        markets: some(codes),
        languages: some(languages),
        traits: some(["halal"])
      )
      let category = ["food", "care", "toys"].randomElement(using: &random) ?? "food"
      let item = CatalogueItem(id: "a", category: category, labels: labels)
      let needed = Set(settings.requirements?["halal"] ?? [])
      let isSold = labels.markets.isEmpty || labels.markets.contains(region.code)
      let isLabelled =
        region.labels.map { !labels.languages.isDisjoint(with: $0) } ?? true
      let isServed = !(region.closed ?? []).contains(category)
      let isAsked = region.requires != nil && (needed.isEmpty || needed.contains(category))
      let isCertified = !isAsked || labels.traits.contains("halal")
      let isRight = isSold && isLabelled && isServed && isCertified
      let visitor = settings.placed(Visitor(locale: "xx"))
      #expect(ShowableRule.isShowable(item, to: visitor) == isRight)
    }
  }

  @Test func `regions and packs that cannot be meant are named`() throws {
    let document = TenantDocument(
      tenant: "a",
      name: LocalizedText([:]),
      hosts: [],
      locales: [],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: [:]
    )
    #expect(settings.problems(in: document).isEmpty)
    var wrong = settings
    wrong.regions = [
      ShopRegion(code: "IDN", locales: ["id"], requires: ["kosher"], like: ["xx"]),
      ShopRegion(code: "cn", locales: ["id"]),
    ]
    wrong.requirements = ["kosher": []]
    wrong.packs = [
      PersonaPack(code: "none", name: LocalizedText([:]), signs: [], slots: [], budget: 0)
    ]
    let named = Set(wrong.problems(in: document).map { $0.path.joined(separator: ".") })
    #expect(
      named == [
        "regions.code", "regions.locales", "regions.requires", "regions.like", "requirements",
        "packs.code", "packs.name", "packs.signs", "packs.slots", "packs.budget",
      ]
    )
  }
}

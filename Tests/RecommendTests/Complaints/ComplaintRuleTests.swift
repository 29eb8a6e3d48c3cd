import Recommend
import Testing

@Suite("What people complain of")
struct ComplaintRuleTests {
  @Test(arguments: [
    ("夜里侧漏，尺码偏小", [ComplaintAttribute.leak, .size]), ("有股刺鼻的塑料味", [.smell]),
    ("宝宝用了起红疹", [.skin]), ("太甜了，宝宝不爱吃", [.taste]), ("盒子破了，封口不严", [.packing]),
    ("用两次就开裂", [.strength]), ("收到已经临期", [.freshness]), ("说明不清，不好洗", [.use]),
    ("跟图片不一样", [.description]), ("It leaks at night and runs small.", [.leak, .size]),
    ("Strong smell; gave her a rash", [.smell, .skin]),
    ("bitter, and the box came crushed", [.taste, .packing]),
    ("It fell apart. Hard to clean!", [.strength, .use]),
    ("Already expired, not as described", [.freshness, .description]),
  ])
  func `a complaint is read by its attribute`(_ text: String, _ found: [ComplaintAttribute]) {
    #expect(ComplaintRule.attributes(in: text) == Set(found))
  }

  @Test(arguments: [
    "一点都不会漏", "没有漏尿", "没异味，不勒肚", "无异味", "never leaks", "It doesn't leak", "no strong smell",
    "除臭效果好", "漏发了一件", "很好用，尺码合适", "Great, fits well, soft on skin", "",
  ])
  func `what is denied, or says something else, is no complaint`(_ text: String) {
    #expect(ComplaintRule.attributes(in: text).isEmpty)
  }

  @Test func `a denial reaches no further than its clause`() {
    #expect(ComplaintRule.attributes(in: "不贵，漏尿") == [.leak])
    #expect(ComplaintRule.attributes(in: "Not expensive. Leaks") == [.leak])
  }

  @Test func `a quote is short and has no number by which somebody could be called`() {
    #expect(ComplaintRule.quote("漏了，\n电话 13800138000 第2天") == "漏了， 电话 … 第2天")
    #expect(ComplaintRule.quote(String(repeating: "漏", count: 200)).count == 80)
  }

  private func remark(_ item: String?, _ text: String, _ source: ProductRemark.Source = .review)
    -> ProductRemark
  {
    ProductRemark(item: item, source: source, text: text)
  }

  @Test func `changes are ranked by the revenue that complaints surely speak of`() throws {
    // Nine of thirty complain of the large product, the only remark of the small one does.
    let large =
      (0..<9).map { remark("large", "侧漏 \($0)") } + (0..<21).map { _ in remark("large", "好") }
    let small = [remark("small", "侧漏"), remark(nil, "侧漏", .talk)]
    let changes = ProductChange.ranked(
      small + large,
      [
        ItemSale(item: "large", units: 100, amount: 100_000),
        ItemSale(item: "small", units: 60, amount: 60_000),
      ]
    )
    #expect(changes.map(\.item) == ["large", "small"])
    let first = try #require(changes.first)
    #expect(first.count == 9 && first.remarks == 30 && !first.isThin)
    #expect(first.affected == 30_000 && (15_000...18_000).contains(first.leastAffected))
    #expect(first.quotes == ["侧漏 0", "侧漏 1", "侧漏 2"])
    let second = try #require(changes.last)
    #expect(second.isThin && second.affected == 60_000 && second.leastAffected < 15_000)
  }

  @Test func `a reason counts without words, a remark once, and a talk is never quoted`() {
    let changes = ProductChange.ranked(
      [
        ProductRemark(item: "a", source: .giveBack, text: "", known: [.packing]),
        ProductRemark(item: "a", source: .giveBack, text: "盒子破，包装差", known: [.packing]),
        remark("a", "包装差", .talk),
      ],
      []
    )
    #expect(changes.count == 1 && changes.first?.attribute == .packing)
    #expect(changes.first?.complaints == [.giveBack: 2, .talk: 1])
    #expect(changes.first?.quotes == ["盒子破，包装差"] && changes.first?.revenue == 0)
  }
}

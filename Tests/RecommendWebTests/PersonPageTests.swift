import HTTPTypes
import Recommend
import RecommendWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Why something is proposed", .tenantDatabase([RecommendModule.module]))
struct PersonPageTests {
  private let path = RecommendWebModule.settingsPath

  @Test func `a newcomer names an age, is known by what they look at, and is forgotten at once`()
    async throws
  {
    let server = try await RecommendServer()
    let lin = Visitor(server.site, at: server.mine)
    let first = try await lin.open(path)
    #expect(first.status == 200 && first.text.contains("尚未开启"))
    #expect(try await lin.post(path + "/views", ["product": "rice"]).status == 204)
    #expect(try await kept(server.mine).isEmpty, "nobody asked for it")

    let named = try await lin.post(path + "/child", ["months": "6"])
    #expect(named.status == 303 && named.location == "/")
    for item in ["rice", "rice", "nothing"] {
      #expect(try await lin.post(path + "/views", ["product": item]).status == 204)
    }
    #expect(try await kept(server.mine).map(\.item) == ["rice"])
    #expect(try await kept(server.mine).map(\.count) == [1], "within the hour it is one look")
    let page = try await lin.open(path)
    for words in ["已开启", "6 个月", "辅食", "看过", "«rice»", "看过 1 件"] {
      #expect(page.text.contains(words), "\(words)")
    }

    let without = try await lin.submit(path + "/forgotten", ["category": "food"])
    #expect(without.text.contains("还没有标签") && !without.text.contains("«rice»"))
    try await lin.post(path + "/views", ["product": "plum"])
    let off = try await lin.submit(path + "/choice", ["on": "no"])
    #expect(off.text.contains("已关闭") && !off.text.contains("«plum»"))
    #expect(try await kept(server.mine).isEmpty)
    try await lin.post(path + "/views", ["product": "plum"])
    #expect(try await kept(server.mine).isEmpty)
    let again = try await lin.submit(path + "/choice", ["on": "yes"])
    #expect(again.text.contains("已开启") && !again.text.contains("6 个月</span>"))
  }

  @Test func `children are added and taken back one by one`() async throws {
    let server = try await RecommendServer()
    let lin = Visitor(server.site, at: server.mine)
    for months in ["6", "30", "6"] {
      _ = try await lin.submit(path + "/child", ["months": months, "next": path])
    }
    let page = try await lin.open(path)
    #expect(page.text.contains(">6 个月<") && page.text.contains(">30 个月<"))
    let one = try await lin.submit(path + "/child", ["remove": "6"])
    #expect(!one.text.contains("proposals-tag\">6 个月<"))
    #expect(one.text.contains("proposals-tag\">30 个月<"))
    for fields: KeyValuePairs in [["months": "900"], ["months": "six"], ["": ""]] {
      let wrong = try await lin.post(path + "/child", fields)
      #expect(wrong.status == 422 && wrong.text.contains("没有看懂"))
    }
  }

  @Test func `what a child does not bear is left out at once, and taken back`() async throws {
    let server = try await RecommendServer()
    let lin = Visitor(server.site, at: server.mine)
    let rows = "/api/v1/recommendations"
    #expect(try await lin.post(path + "/avoided", [:]).status == 303)
    #expect(try await !lin.open(path).text.contains("不要推荐含有"), "nothing was turned on")
    _ = try await lin.submit(path + "/child", ["months": "6", "next": path])
    #expect(try await lin.callFromPage(.get, rows).text.contains("plum"))
    let chosen = try await lin.submit(path + "/avoided", ["avoid": "milk", "avoid": "gold"])
    #expect(chosen.text.contains("value=\"milk\" checked"))
    #expect(!chosen.text.contains("value=\"egg\" checked"))
    let known = try await lin.callFromPage(.get, rows).text
    #expect(known.contains("rice") && !known.contains("plum"))
    _ = try await lin.submit(path + "/avoided", ["": ""])
    #expect(try await lin.callFromPage(.get, rows).text.contains("plum"))
    _ = try await lin.submit(path + "/avoided", ["avoid": "milk"])
    _ = try await lin.submit(path + "/choice", ["on": "no"])
    let off = try await lin.submit(path + "/choice", ["on": "yes"])
    #expect(!off.text.contains("value=\"milk\" checked"), "off forgets it")
    lin.moves(to: server.other)
    #expect(try await lin.callFromPage(.get, rows + "?age=6").text.contains("plum"))
  }

  @Test
  func `a situation, a pack and halal food are chosen, count at once, and go with the switch`()
    async throws
  {
    let server = try await RecommendServer()
    let lin = Visitor(server.site, at: server.mine)
    #expect(try await lin.post(path + "/wishes", [:]).status == 303)
    #expect(try await !lin.open(path).text.contains("你想看到什么"), "nothing was turned on")
    _ = try await lin.submit(path + "/child", ["months": "6", "next": path])
    for item in ["rice", "plum", "oats"] { try await lin.post(path + "/views", ["product": item]) }
    let known = try await lin.open(path)
    for words in ["便捷育儿包", "3 件中有 3 件", "带娃出行", "清真认证"] {
      #expect(known.text.contains(words), "\(words)")
    }
    let chosen = try await lin.submit(
      path + "/wishes",
      ["scenario": "travel", "persona": "none", "requires": "halal", "requires": "gold"]
    )
    for words in ["value=\"travel\" checked", "value=\"none\" checked", "value=\"halal\" checked"] {
      #expect(chosen.text.contains(words), "\(words)")
    }
    let rows = try await lin.callFromPage(.get, "/api/v1/recommendations")
    #expect(!rows.text.contains("rice") && !rows.text.contains("pack_inferred"), "it is not halal")
    for wrong: KeyValuePairs in [["scenario": "moon"], ["persona": "other"]] {
      #expect(try await lin.post(path + "/wishes", wrong).status == 422)
    }
    _ = try await lin.submit(path + "/choice", ["on": "no"])
    let off = try await lin.submit(path + "/choice", ["on": "yes"])
    #expect(!off.text.contains("value=\"halal\" checked"), "off forgets it")
  }

  @Test func `what one shop knows the other does not, with the same cookies`() async throws {
    let server = try await RecommendServer()
    let lin = Visitor(server.site, at: server.mine)
    _ = try await lin.submit(path + "/child", ["months": "6"])
    try await lin.post(path + "/views", ["product": "rice"])
    lin.moves(to: server.other)
    let page = try await lin.open(path)
    #expect(page.text.contains("尚未开启") && !page.text.contains("«rice»"))
    #expect(try await kept(server.other).isEmpty)
    #expect(try await kept(server.mine).count == 1)
  }

  @Test func `every language has every key, and no template holds prose`() async throws {
    let module = RecommendWebModule.module(Recommender())
    #expect(module.texts.problems(requiring: ["zh", "en", "ja", "id"]) == [])
    #expect(TemplateProse.findings(in: module.templates) == [])
    let texts = module.texts.texts(in: .zh)
    let keys =
      KnownVisitor.Standing.allCases.map { "recommend.state.\($0.rawValue).text" }
      + RecommendationReason.Deed.allCases.map { "recommend.deed.\($0.rawValue)" }
      + ArtefactState.allCases.map { "recommend.desk.state.\($0.rawValue)" }
    #expect(keys.filter { texts[$0] == $0 } == [])
  }

  private func kept(_ tenant: TestTenant) async throws -> [Interaction] {
    try await tenant.scope.interactions(kinds: ["view"])
  }
}

import HTTPTypes
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Situations and markets at the desk", .tenantDatabase([RecommendModule.module]))
struct LabelDeskTests {
  private let path = "/desk/goods-labels"

  @Test func `a merchant says what goods serve, sees it, and shoppers who chose that see them`()
    async throws
  {
    let server = try await RecommendServer()
    let (mei, fin, lin, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.other)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    try await neighbour.staff("mei", .owner, of: server.other)
    let page = try await mei.open(path)
    for words in ["«rice»", "«bike»", "带娃出行", "便捷育儿包", "辅食"] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(try await !mei.open(path + "?category=food").text.contains("«bike»"))
    let saved = try await mei.submit(
      path,
      [
        "item": "rice", "item": "plum", "item": "unknown", "serves": "rice:travel",
        "serves": "unknown:home", "markets:rice": "CN, id", "languages:plum": "zh",
      ]
    )
    #expect(saved.status == 200 && saved.text.contains("value=\"rice:travel\" checked"))
    #expect(saved.text.contains("value=\"cn id\""))
    let labels = try await server.mine.scope.labelledItems()
    #expect(labels.map(\.item) == ["plum", "rice"])
    #expect(labels.last?.labels == ItemLabels(scenarios: [.travel], markets: ["cn", "id"]))
    #expect(try await fin.post(path, ["item": "rice"]).status == 403)
    #expect(try await !neighbour.open(path).text.contains("checked"))
    let wrong = try await mei.post(path, ["item": "rice", "markets:rice": "china"])
    #expect(wrong.status == 422 && wrong.text.contains("没有保存"))
    #expect(try await server.mine.scope.labelledItems() == labels)

    let rows = "/api/v1/recommendations?age=6&scenario=travel"
    let seen = try await lin.callFromPage(.get, rows)
    #expect(seen.text.contains("\"scenario\"") && seen.text.contains("\"travel\""))
    lin.moves(to: server.other)
    #expect(try await !lin.callFromPage(.get, rows).text.contains("\"scenario\""))
  }
}

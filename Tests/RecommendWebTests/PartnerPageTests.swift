import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Partner services on pages", .tenantDatabase([RecommendModule.module]))
struct PartnerPageTests {
  private let path = "/recommendations/services"
  private static let settings: JSONValue = [
    "partners": [
      [
        "code": "cover", "kind": "insurance", "name": ["zh": "婴儿医疗险", "en": "Cover"],
        "address": "https://insurer.example/baby", "categories": ["food"],
      ],
      [
        "code": "weaning", "kind": "consultation", "name": ["zh": "辅食咨询"],
        "address": "/service", "fromMonths": 4, "toMonths": 12, "sku": "TALK-1",
      ],
    ]
  ]

  @Test func `services stand beside goods, lead on, and are counted for each service`() async throws
  {
    let server = try await RecommendServer(settings: Self.settings)
    let (ada, mei) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    let page = try await ada.open(path)
    #expect(page.status == 200 && page.text.contains("婴儿医疗险") && page.text.contains("«rice»"))
    #expect(!page.text.contains("辅食咨询"), "no age is known")
    let led = try await ada.post(path + "/cover/visits", [:])
    #expect(led.status == 303 && led.location == "https://insurer.example/baby")
    #expect(try await ada.post(path + "/weaning/visits", [:]).location == "/service")
    #expect(try await ada.post(path + "/unknown/visits", [:]).status == 404)
    _ = try await ada.submit("/recommendations/child", ["months": "6"])
    #expect(try await ada.open(path).text.contains("辅食咨询"))
    try await mei.staff("mei", .manager, of: server.mine)
    let desk = try await mei.open("/desk/business")
    for words in ["合作服务的转化", "婴儿医疗险", "辅食咨询"] {
      #expect(desk.text.contains(words), "\(words)")
    }
    let other = Visitor(server.site, at: server.other)
    try await other.staff("mei", .owner, of: server.other)
    let counts = try await server.other.scope.serviceFigures(
      try #require(InsightMonths(first: 1, last: 2)),
      in: .gmt
    )
    #expect(counts.isEmpty)
  }
}

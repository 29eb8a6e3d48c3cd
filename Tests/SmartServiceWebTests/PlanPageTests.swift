import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("The plan of a child", .tenantDatabase([SmartServiceModule.module]))
struct PlanPageTests {
  private static let path = "/service/plan"

  @Test func `a birth makes a plan, another birth another one, and it can be deleted`() async throws
  {
    let server = try await ServiceServer()
    var solids = honey[0]
    solids.slug = "solids"
    solids.topic = "feeding"
    solids.question = "第一口辅食吃什么？"
    (solids.minAgeDays, solids.maxAgeDays) = (183, 300)
    try await server.publish([solids], for: server.mine)
    let mother = Visitor(server.site, at: server.mine)
    let first = try await mother.open(Self.path)
    #expect(first.text.contains("name=\"birth\"") && first.text.contains("这里不接医院数据"))
    let unasked = try await mother.post("\(Self.path)/child", ["birth": "2026-04-01"])
    #expect(unasked.status == 422 && unasked.text.contains("请先同意"))
    for (birth, weeks) in [("2026-13-01", "0"), ("2027-01-01", "0"), ("2026-04-01", "40")] {
      let wrong = try await mother.post(
        "\(Self.path)/child",
        ["birth": birth, "weeks": weeks, "agreed": "yes"]
      )
      #expect(wrong.status == 422, "\(birth) \(weeks)")
    }
    // It is 21 September 2026.
    let kept = try await mother.submit(
      "\(Self.path)/child",
      ["birth": "2026-04-01", "weeks": "0", "agreed": "yes", "told": "yes"]
    )
    #expect(kept.text.contains("2026-10-01") && kept.text.contains("第一口辅食吃什么？"), "\(kept.text)")
    #expect(kept.text.contains("checked") && kept.text.contains("/service/knowledge/solids\""))
    let early = try await mother.submit(
      "\(Self.path)/child",
      ["birth": "2026-04-01", "weeks": "4", "agreed": "yes"]
    )
    #expect(early.text.contains("2026-10-29") && early.text.contains("按矫正月龄"))
    #expect(!early.text.contains("checked"))

    for visitor in [Visitor(server.site, at: server.mine), Visitor(server.site, at: server.other)] {
      #expect(!(try await visitor.open(Self.path).text.contains("第一口辅食")))
    }
    let left = try await mother.submit("\(Self.path)/erasure")
    #expect(!left.text.contains("第一口辅食") && left.text.contains("name=\"birth\""))
    #expect(try await mother.open("/service").text.contains("href=\"\(Self.path)\""))
  }
}

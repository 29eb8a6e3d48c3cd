import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("The feeding record on its page", .tenantDatabase([MembershipModule.module]))
struct FeedingPageTests {
  @Test func `meals are noted, summed by day, matched with goods and taken away`() async throws {
    var settings = familySettings
    if case .object(var all)? = settings["membership"] {
      all["feedingGoods"] = ["solids": ["cereal"]]
      settings["membership"] = .object(all)
    }
    let server = try await FamilyServer(settings: settings)
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let child = try await visitor.addChild("毛豆")
    let path = "/family/children/\(child)"
    #expect(try await visitor.open(path).text.contains("还没有记录。"))
    for fields in [
      ["kind": "breast", "at": "2026-09-21T06:00", "side": "left", "minutes": "12"],
      ["kind": "breast", "at": "2026-09-21T09:00", "side": "both", "minutes": "20"],
      ["kind": "formula", "at": "2026-09-20T22:00", "millilitres": "120"],
      [
        "kind": "solid", "at": "2026-09-21T08:00", "food": "<b>米粉", "new": "yes",
        "reaction": "rash",
      ],
    ] as [KeyValuePairs<String, String>] {
      let sent = try await visitor.submit("\(path)/feedings", fields)
      #expect(sent.status == 200, "\(sent.text)")
    }
    let page = try await visitor.open(path).text
    #expect(page.contains("2 次 · 32 分钟") && page.contains("1 次 · 120 毫升"))
    #expect(page.contains("&lt;b&gt;米粉（第一次）") && page.contains("皮疹"))
    #expect(page.contains("已添加辅食") && !page.contains("category=cereal"))
    #expect(!page.contains("马上拨打 120"))
    _ = try await visitor.submit(
      "/family/consents",
      ["purpose": "personalisation", "decision": "given", "version": guardianText]
    )
    #expect(try await visitor.open(path).text.contains("category=cereal"))
    let late = try await visitor.submit(
      "\(path)/feedings",
      ["kind": "formula", "at": "2026-09-22T06:00", "millilitres": "90"]
    )
    #expect(late.status == 422 && late.text.contains("时间或数量不对"))
    let urgent = try await visitor.submit(
      "\(path)/feedings",
      ["kind": "solid", "at": "2026-09-21T09:10", "food": "蛋", "reaction": "breathing"]
    )
    #expect(urgent.text.contains("马上拨打 120"))
    let gone = try await visitor.submit(
      "\(path)/feedings",
      ["remove": "yes", "meal": "formula 2026-09-20T22:00 "]
    )
    #expect(gone.status == 200 && !gone.text.contains("120 毫升"))
  }
}

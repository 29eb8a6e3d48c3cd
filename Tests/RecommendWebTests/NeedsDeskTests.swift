import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("What proposals go by, at the desk", .tenantDatabase([RecommendModule.module]))
struct NeedsDeskTests {
  @Test func `a merchant sees what a stranger would be shown, and why`() async throws {
    let server = try await RecommendServer()
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .manager, of: server.mine)
    let page = try await mei.open("/desk/models/visitor?months=6")
    #expect(page.status == 200 && page.text.contains("适合 6 个月"))
    #expect(page.text.contains("«rice»") && !page.text.contains("«bike»"))
    let wrong = try await mei.open("/desk/models/visitor?person=per_nobody")
    #expect(wrong.status == 200 && wrong.text.contains("没有同意"))
    let fin = Visitor(server.site, at: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    #expect(try await fin.open("/desk/models/visitor?person=per_nobody").status == 403)
    #expect(try await fin.open("/desk/models/visitor?months=6").status == 200)
  }

  @Test func `needs are counted, and only those are named who agreed`() async throws {
    let server = try await RecommendServer()
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .manager, of: server.mine)
    #expect(try await mei.open("/desk/needs").text.contains("还没有需求模型"))
    try await server.buyEvery(21, families: 60, of: server.mine)
    try await server.mine.transaction {
      _ = try await server.recommender.requestTraining(in: $0)
    }
    try await server.mine.work(RecommendModule.module(server.recommender))
    let page = try await mei.open("/desk/needs")
    for words in ["未来 90 天", "辅食", "31–60 天", "role=\"region\"", "说中了多少", "plot-middle"] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(!page.text.contains("per_"), "counts alone name nobody")
    let people = try await mei.open("/desk/needs?category=toys")
    #expect(people.text.contains("其中 1 个同意显示") && people.text.contains("«小满»"))
    let fin = Visitor(server.site, at: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    #expect(try await fin.open("/desk/needs").status == 200)
    #expect(try await fin.open("/desk/needs?category=food").status == 403)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await neighbour.open("/desk/needs").text.contains("还没有需求模型"))
  }

  @Test func `what was seen is told once, only of those who asked for it, and drawn at the desk`()
    async throws
  {
    let server = try await RecommendServer()
    let (lin, mei) = (Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine))
    try await mei.staff("mei", .manager, of: server.mine)
    let shown = "/recommendations/impressions"
    let fields: KeyValuePairs = ["shown": "rice:popularity.1 plum:needs.2 none:popularity.1 x"]
    #expect(try await lin.post(shown, fields).status == 204)
    #expect(try await server.mine.scope.feedback(weeks: 2).isEmpty, "nobody asked for it")
    try await lin.post("/recommendations/child", ["months": "6"])
    for _ in 0..<2 { #expect(try await lin.post(shown, fields).status == 204) }
    let found = try await server.mine.scope.feedback(weeks: 2)
    #expect(
      Set(found.map(\.kind)) == ["popularity", "needs"] && found.allSatisfy { $0.shown == 1 }
    )
    try await lin.post("/recommendations/views", ["product": "rice"])
    let page = try await mei.open("/desk/models/feedback")
    #expect(page.status == 200 && page.text.contains("1 · 100.0 %"))
    #expect(try await mei.open("/desk/models").text.contains("/desk/models/feedback"))
    lin.moves(to: server.other)
    _ = try await lin.post(shown, fields)
    #expect(try await server.other.scope.feedback(weeks: 2).isEmpty)
  }
}

extension RecommendServer {
  /// Families that buy food and toys again and again for two hundred days.
  fileprivate func buyEvery(_ cycle: Int, families: Int, of tenant: TestTenant) async throws {
    let environment = tenant.database.environment
    var signals: [Signal] = []
    for number in 0..<families {
      let person = number == 0 ? Self.xiaoman : PersonID.make(in: environment)
      for day in stride(from: 200 - number % cycle, to: 0, by: -cycle) {
        signals.append(
          Signal(
            id: .make(in: environment),
            person: person,
            action: .purchase(item: number % 3 == 0 ? "bike" : "rice", quantity: 1, amount: 900),
            occurredAt: environment.now() - Double(day) * 86_400
          )
        )
      }
    }
    for start in stride(from: 0, to: signals.count, by: SignalRule.batchLimit) {
      let some = Array(signals[start..<min(start + SignalRule.batchLimit, signals.count)])
      try await tenant.transaction { _ = try await $0.takePast(some) }
    }
  }
}

import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Reports for brands at the desk", .tenantDatabase([RecommendModule.module]))
struct InsightDeskTests {
  private let path = "/desk/insight"

  /// Lets people whom the shop may know buy rice, and then some weeks go by.
  private func sell(_ people: Int, _ tenant: TestTenant) async throws {
    let now = tenant.database.environment.now()
    let signals = (0..<people).flatMap { _ -> [Signal] in
      let person = PersonID.make(in: tenant.database.environment)
      let actions: [Signal.Action] = [
        .view(item: "rice"), .purchase(item: "rice", quantity: 1, amount: 3_900),
      ]
      return actions.map {
        Signal(
          id: .make(in: tenant.database.environment),
          person: person,
          action: $0,
          occurredAt: now
        )
      }
    }
    for start in stride(from: 0, to: signals.count, by: SignalRule.batchLimit) {
      let some = Array(signals[start..<min(start + SignalRule.batchLimit, signals.count)])
      try await tenant.transaction { _ = try await $0.take(some) }
    }
    tenant.clock.advance(by: 40 * 86_400)
  }

  private func months(_ tenant: TestTenant) -> (from: String, to: String) {
    let now = BirthMonth.number(
      of: tenant.database.environment.now(),
      in: tenant.snapshot.timeZone
    )
    return (InsightMonths.text(now - 3), InsightMonths.text(now - 1))
  }

  private func form(_ brand: String, _ from: String, _ to: String, epsilon: String = "1")
    -> KeyValuePairs<String, String>
  {
    ["brand": brand, "from": from, "to": to, "epsilon": epsilon]
  }

  @Test func `a merchant asks for a brand, sees counts and what is left, and who asked`()
    async throws
  {
    let server = try await RecommendServer()
    try await sell(900, server.mine)
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .manager, of: server.mine)
    let (from, to) = months(server.mine)
    let page = try await mei.open(path)
    #expect(page.status == 200 && page.text.contains("隐私预算") && page.text.contains(from))
    let asked = form("贝亲", from, to)
    let report = try await mei.submit(path + "/questions/cohorts", asked)
    #expect(report.status == 200)
    #expect(report.text.contains("辅食") && report.text.contains("≈"))
    #expect(report.text.contains("最小的孩子"))
    let trends = try await mei.submit(path + "/questions/trends", asked)
    #expect(trends.status == 200 && trends.text.contains("走势"))
    let log = try await mei.open(path)
    #expect(log.text.contains("贝亲") && log.text.contains("staff:mei"))

    let wrong = try await mei.post(path + "/questions/cohorts", form("贝亲", "x", to))
    #expect(wrong.status == 422 && wrong.text.contains("月份请写成"))
    let dear = try await mei.post(
      path + "/questions/cohorts",
      form("贝亲", from, to, epsilon: "4")
    )
    #expect(dear.status == 422 && dear.text.contains("今年的额度不够"))
  }

  @Test func `too few people are not told, and who may only see does not ask`() async throws {
    let server = try await RecommendServer()
    try await sell(50, server.mine)
    let (mei, fin, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.other)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    try await neighbour.staff("mei", .owner, of: server.other)
    let (from, to) = months(server.mine)
    let asked = form("Pigeon", from, to)
    let report = try await mei.submit(path + "/questions/cohorts", asked)
    #expect(report.text.contains("因此不公布"))
    let uses = try await server.mine.scope.insightUses()
    let id = try #require(uses.first).report
    #expect(try await fin.open("\(path)/\(id)").status == 200)
    #expect(try await fin.post(path + "/questions/cohorts", asked).status == 403)
    #expect(try await neighbour.open("\(path)/\(id)").status == 404)
    #expect(try await !neighbour.open(path).text.contains("Pigeon"))
  }
}

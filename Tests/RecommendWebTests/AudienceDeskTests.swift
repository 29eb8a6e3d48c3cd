import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Audiences at the desk", .tenantDatabase([RecommendModule.module]))
struct AudienceDeskTests {
  private let path = "/desk/audiences"

  @Test func `a merchant drafts an audience, sees its size, starts it, and sees what it brought`()
    async throws
  {
    let server = try await RecommendServer()
    let now = server.mine.database.environment.now()
    let signals = (0..<60).flatMap { number -> [Signal] in
      let person = PersonID.make(in: server.mine.database.environment)
      let item = number < 40 ? "rice" : "bike"
      let actions: [Signal.Action] = [
        .view(item: item), .purchase(item: item, quantity: 1, amount: 100),
      ]
      return actions.map {
        Signal(
          id: .make(in: server.mine.database.environment),
          person: person,
          action: $0,
          occurredAt: now
        )
      }
    }
    try await server.mine.transaction { _ = try await $0.take(signals) }
    server.mine.clock.advance(by: 86_400)
    let (mei, fin, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.other)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    try await neighbour.staff("mei", .owner, of: server.other)

    let drafted = try await mei.submit(
      path,
      ["name": "买辅食的人", "bought": "food", "days": "90", "holdout": "20", "cost": "500.00"]
    )
    #expect(drafted.status == 200)
    for words in ["买辅食的人", "买过辅食", "40 / 60"] {
      #expect(drafted.text.contains(words), "\(words)")
    }
    let audience = try #require(try await server.mine.scope.audiences().first)
    #expect(audience.cost == 50_000)
    #expect(try await fin.post("\(path)/\(audience.id)/start", [:]).status == 403)
    #expect(try await neighbour.post("\(path)/\(audience.id)/start", [:]).status == 404)
    let started = try await mei.submit("\(path)/\(audience.id)/start")
    #expect(started.status == 200)
    for words in ["启动于", "对照组", "购买率提升", "尚不能证明"] {
      #expect(started.text.contains(words), "\(words)")
    }
    #expect(try await !neighbour.open(path).text.contains("买辅食的人"))
    let wrong = try await mei.post(
      path,
      ["name": "x", "from": "12", "to": "6", "days": "90", "holdout": "10"]
    )
    #expect(wrong.status == 422 && wrong.text.contains("月龄范围不成立"))
  }
}

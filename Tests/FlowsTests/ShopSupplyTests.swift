import Flows
import Foundation
import Membership
import Recommend
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("A shop's own sales and stock as demand", .serialized, .tenantDatabase(learningModules))
struct ShopSupplyTests {
  @Test func `orders become weeks of demand where they left, and the shelf says what to order`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let neighbour = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let planner = SupplyPlanner(ports: .storefront)
    let module = RecommendModule.module(Recommender(ports: .storefront), supply: planner)
    for week in 0..<4 {
      for _ in 0...week { _ = try await shop.order(SessionID.make(in: .live)) }
      shop.tenant.clock.advance(by: 7 * 86_400)
    }
    try await shop.tenant.transaction { _ = try await planner.requestForecasts(in: $0) }
    try await shop.tenant.work(module)
    let run = try #require(try await shop.tenant.scope.latestForecastRun())
    let forecast = try #require(
      try await shop.tenant.scope.forecasts(ForecastQuery(), of: run.version).first
    )
    #expect(forecast.article == "SOAP-1" && forecast.place == "warehouse")
    #expect(forecast.category == "care" && forecast.history == [1, 2, 3, 4])
    let plan = try #require(try await planner.plan(shop.tenant.snapshot, shop.tenant.scope)?.plan)
    let proposal = try #require(plan.proposals.first)
    #expect(plan.proposals.count == 1 && proposal.onHand == 40 && proposal.unitCost == 5_000)
    #expect(try await planner.plan(neighbour.tenant.snapshot, neighbour.tenant.scope) == nil)

    let made = try await Recommender(ports: .storefront)
      .rows(for: Visitor(ages: [6]), RowContext(), shop.tenant.snapshot, shop.tenant.scope)
    #expect(made.first?.subject == .forAge(months: 6), "the same port feeds rows")
  }
}

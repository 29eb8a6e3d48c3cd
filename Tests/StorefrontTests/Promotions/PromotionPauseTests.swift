import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Promotions that rest", .tenantDatabase([StorefrontModule.module]))
struct PromotionPauseTests {
  private func change(_ code: String, _ event: PromotionEvent, _ tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await Shop().changePromotion(code, event, by: .staff("mei"), in: $0)
    }
  }

  @Test func `a promotion that rests gives nothing, says so to who has its code, and runs again`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    for tenant in [pair.mine, pair.other] {
      try await tenant.promote(
        ["promotion": "off", "kind": "spend_off", "value": "5", "codes": "HELLO"],
        ["promotion": "all", "kind": "spend_off", "value": "1", "group": "g"]
      )
    }
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    try await tenant.enter("HELLO", session)
    let seen = try await tenant.quotedForm(session)

    for code in ["off", "all"] { for _ in 0..<2 { try await change(code, .pause, tenant) } }
    let paused = try await tenant.quote(session)
    let late = try await refusal { _ = try await tenant.place(seen, session) }
    #expect(paused.applied == [] && paused.totals.discount.minorUnits == 0)
    #expect(paused.refused.map(\.reason) == [.paused] && paused.codes == ["HELLO"])
    #expect(late?.code == .priceChanged)
    #expect(try await pair.other.scope.promotions().allSatisfy { $0.state == .active })

    for _ in 0..<2 { try await change("off", .resume, tenant) }
    #expect(try await tenant.quote(session).applied.map(\.code) == ["off"])
    let trail = try await tenant.scope.auditEntries(of: "off").map(\.action)
    #expect(trail.filter { $0 == "storefront.promotion_paused" }.count == 1)
    #expect(trail.filter { $0 == "storefront.promotion_resumed" }.count == 1)
  }

  @Test func `the table of states, and what the file says of one that rests`() async throws {
    let table: [(PromotionEvent, PromotionLifecycle, PromotionLifecycle?)] = [
      (.pause, .active, .paused), (.pause, .paused, .paused), (.pause, .draft, nil),
      (.pause, .ended, nil), (.resume, .paused, .active), (.resume, .active, .active),
      (.resume, .draft, nil), (.resume, .ended, nil), (.start, .draft, .active),
      (.start, .active, .active), (.start, .paused, nil), (.start, .ended, nil),
      (.end, .draft, .ended), (.end, .active, .ended), (.end, .paused, .ended),
      (.end, .ended, .ended),
    ]
    for (event, state, next) in table {
      #expect(PromotionTransition.next(after: event, in: state) == next)
    }
    let tenant = try await shopPair().mine
    let row = ["promotion": "off", "kind": "spend_off", "value": "5", "state": "paused"]
    try await tenant.promote(row)
    #expect(try await tenant.scope.promotions().map(\.state) == [.paused])
    try await tenant.promote(row.merging(["state": "ended"]) { $1 })
    let ended = try await refusal { try await change("off", .resume, tenant) }
    #expect(ended?.code == .promotionTransitionRefused && ended?.details["state"] == "ended")
    let unknown = try await refusal { try await change("no", .pause, tenant) }
    #expect(unknown?.code == .promotionNotFound)
  }
}

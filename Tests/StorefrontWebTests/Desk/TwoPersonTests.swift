import Foundation
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Two persons for a refund above the limit", .tenantDatabase([StorefrontModule.module]))
struct TwoPersonTests {
  private struct Stage {
    let tenant: TestTenant
    let order: Order
    let finance: Visitor
    let financeToken: String
    let owner: Visitor
    let ownerToken: String

    func ask(_ amount: String, key: String, as visitor: Visitor, _ token: String) async throws
      -> WebAnswer
    {
      try await visitor.post(
        "/desk/orders/\(order.number)/refunds",
        ["form_token": token, "idempotency_key": key, "amount": amount, "reason": "破损"]
      )
    }

    func refunds() async throws -> [Refund] {
      var query = RefundListQuery()
      query.order = order.id
      return try await tenant.scope.refunds(query)
    }
  }

  /// An order of 30 soaps that was paid, above the limit of 500 yuan.
  private func stage() async throws -> Stage {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let number = try await tenant.paidOrder(server, quantity: 30)
    try await tenant.employ("lin", .finance)
    try await tenant.employ("mei", .owner)
    let (finance, owner) = (
      Visitor(server, at: tenant.snapshot), Visitor(server, at: tenant.snapshot)
    )
    return Stage(
      tenant: tenant,
      order: try #require(try await tenant.scope.order(number: number)),
      finance: finance,
      financeToken: try await finance.signIn("lin"),
      owner: owner,
      ownerToken: try await owner.signIn("mei")
    )
  }

  @Test func `who asked cannot agree, nor complete; somebody else can, once`() async throws {
    let stage = try await stage()
    let asked = try await stage.ask(
      "500.01",
      key: "large-0001",
      as: stage.finance,
      stage.financeToken
    )
    #expect(asked.status == 303)
    let refund = try #require(try await stage.refunds().first)
    #expect(refund.isHeld && refund.hold?.askedBy == "staff:lin")
    let path = "/desk/refunds/\(refund.id)"

    let own = try await stage.finance.post("\(path)/approval", ["form_token": stage.financeToken])
    #expect(own.status == 422 && own.text.contains("要由另一位同事同意"))
    let early = try await stage.owner.post("\(path)/completion", ["form_token": stage.ownerToken])
    #expect(early.status == 422)
    #expect(try await stage.tenant.scope.refund(refund.id)?.isHeld == true)

    for _ in 0..<2 {
      let agreed = try await stage.owner.post("\(path)/approval", ["form_token": stage.ownerToken])
      #expect(agreed.status == 303)
    }
    let done = try await stage.finance.post(
      "\(path)/completion",
      ["form_token": stage.financeToken, "reference": "T-1"]
    )
    #expect(done.status == 303)
    let ended = try #require(try await stage.tenant.scope.refund(refund.id))
    #expect(ended.status == .done && ended.hold?.approvedBy == "staff:mei")
    let trail = try await stage.tenant.scope.auditEntries(of: stage.order.number)
    let entries = trail.map { "\($0.actor) \($0.action)" }
    #expect(entries.contains("staff:lin storefront.refund_held"))
    #expect(entries.filter { $0 == "staff:mei storefront.refund_approved" }.count == 1)
  }

  @Test func `parts of one order count together`() async throws {
    let stage = try await stage()
    _ = try await stage.ask("300.00", key: "part-00001", as: stage.finance, stage.financeToken)
    _ = try await stage.ask("200.00", key: "part-00002", as: stage.finance, stage.financeToken)
    _ = try await stage.ask("0.01", key: "part-00003", as: stage.owner, stage.ownerToken)
    let refunds = try await stage.refunds()
    #expect(refunds.map(\.isHeld) == [true, false, false])
  }

  @Test func `refusing it frees the money`() async throws {
    let stage = try await stage()
    _ = try await stage.ask("590.00", key: "large-0001", as: stage.finance, stage.financeToken)
    let refund = try #require(try await stage.refunds().first)
    let left = try await stage.tenant.scope.paymentBalance(of: stage.order.id)?.refundable
    #expect(left?.minorUnits == stage.order.total.minorUnits - 59_000)
    let answer = try await stage.owner.post(
      "/desk/refunds/\(refund.id)/failure",
      ["form_token": stage.ownerToken]
    )
    #expect(answer.status == 303)
    let free = try await stage.tenant.scope.paymentBalance(of: stage.order.id)?.refundable
    #expect(free == stage.order.total)
    let late = try await stage.owner.post(
      "/desk/refunds/\(refund.id)/approval",
      ["form_token": stage.ownerToken]
    )
    #expect(late.status == 422)
  }

  @Test func `many that agree at once are one, and never the one who asked`() async throws {
    let stage = try await stage()
    _ = try await stage.ask("590.00", key: "large-0001", as: stage.finance, stage.financeToken)
    let id = try #require(try await stage.refunds().first).id
    let tenant = stage.tenant
    await withTaskGroup(of: Void.self) { group in
      for login in ["lin", "mei", "an", "lin", "bo", "lin"] {
        group.addTask {
          _ = try? await tenant.transaction { transaction in
            try await Shop().approveRefund(id, by: .staff(login), in: transaction)
          }
        }
      }
    }
    let trail = try await tenant.scope.auditEntries(of: stage.order.number)
    let approvals = trail.filter { $0.action == "storefront.refund_approved" }
    #expect(approvals.count == 1 && approvals.first?.actor != "staff:lin")
  }

  @Test func `the rule and the setting`() throws {
    func yuan(_ minor: Int64) -> Money { Money(minorUnits: minor, currency: .cny) }
    #expect(!RefundHoldRule.needsSecondPerson(claimed: yuan(50_000), limit: yuan(50_000)))
    #expect(RefundHoldRule.needsSecondPerson(claimed: yuan(50_001), limit: yuan(50_000)))
    #expect(RefundHoldRule.usualLimit(in: .cny) == yuan(50_000))
  }
}

extension Currency {
  fileprivate static var cny: Self {
    guard let currency = Self(code: "CNY") else { preconditionFailure("CNY is a currency") }
    return currency
  }
}

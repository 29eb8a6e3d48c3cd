import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Product changes at the desk", .tenantDatabase([RecommendModule.module]))
struct ComplaintDeskTests {
  private let path = "/desk/product-changes"

  @Test func `complaints become proposals with counts, quotes and the revenue that they affect`()
    async throws
  {
    let server = try await RecommendServer()
    let (mei, neighbour, pack) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.other),
      Visitor(server.site, at: server.mine)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await pack.staff("pack", .warehouse, of: server.mine)
    try await neighbour.staff("mei", .owner, of: server.other)
    try await server.mine.transaction { transaction in
      _ = try await transaction.take([
        Signal(
          id: .make(in: transaction.environment),
          person: .make(in: transaction.environment),
          action: .purchase(item: "rice", quantity: 2, amount: 8_000),
          occurredAt: transaction.environment.now()
        )
      ])
    }
    let page = try await mei.open(path)
    #expect(page.status == 200)
    for words in [
      "«rice» · 口味", "太甜，宝宝不爱吃", "评价 1", "样本少，先核实", "80.00", "未归到商品的投诉", "1 / 2",
    ] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(!page.text.contains("私下说"), "a talk is not quoted")
    let beside = try await neighbour.open(path)
    #expect(beside.text.contains("«rice» · 口味") && !beside.text.contains("80.00"))
    #expect(try await pack.open(path).status == 403)
  }
}

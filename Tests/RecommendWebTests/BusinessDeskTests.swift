import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Business figures at the desk", .tenantDatabase([RecommendModule.module]))
struct BusinessDeskTests {
  private let path = "/desk/business"

  @Test func `a merchant enters a cost and sees channels, revenue and use with their definitions`()
    async throws
  {
    let server = try await RecommendServer()
    let mine = server.mine
    let guest = Visitor(server.site, at: mine)
    let told = try await guest.post(
      "/recommendations/arrivals",
      ["channel": "", "utm_source": "XHS", "utm_medium": "post"]
    )
    #expect(told.status == 204)
    let person = PersonID.make(in: mine.database.environment)
    let now = mine.clock.now
    try await mine.transaction { transaction in
      try await transaction.arrive(person, by: "xhs/post")
      try await transaction.creditOrder(UUID(), of: [person]) {
        KeptOrder(placedAt: now, amount: 12_800)
      }
      _ = try await transaction.take([
        Signal(
          id: .make(in: transaction.environment),
          person: person,
          action: .view(item: "rice"),
          occurredAt: now
        )
      ])
    }
    let (mei, fin, neighbour) = (
      Visitor(server.site, at: mine), Visitor(server.site, at: mine),
      Visitor(server.site, at: server.other)
    )
    try await mei.staff("mei", .manager, of: mine)
    try await fin.staff("fin", .finance, of: mine)
    try await neighbour.staff("mei", .owner, of: server.other)
    let month = InsightMonths.text(BirthMonth.number(of: now, in: mine.snapshot.timeZone))
    let costs = try await mei.submit(
      path + "/costs",
      ["channel": "XHS/post", "month": month, "amount": "64.00"]
    )
    #expect(costs.status == 200 && costs.text.contains("xhs/post"))

    let page = try await mei.open(path)
    #expect(page.status == 200)
    for words in [
      "xhs/post", "50.0 %（样本少）", "只算一次", "收入结构", "会员（付费计划、定期盒）", "会话：相邻动作间隔不超过 30 分钟",
      "客服满意度", "92.0 %",
    ] {
      #expect(page.text.contains(words), "\(words)")
    }
    let bare = try await neighbour.open(path)
    #expect(bare.text.contains("还没有访问、订单或费用") && !bare.text.contains("xhs"))
    #expect(try await fin.open(path + "/costs").status == 200)
    let asked: KeyValuePairs = ["channel": "x", "month": month, "amount": "1"]
    #expect(try await fin.post(path + "/costs", asked).status == 403)
    for (field, words) in [
      ("channel", "渠道代码里须有"), ("month", "月份请写成"), ("amount", "请填写有效金额"),
    ] {
      let wrong = try await mei.post(
        path + "/costs",
        [
          "channel": field == "channel" ? "//" : "xhs", "month": field == "month" ? "x" : month,
          "amount": field == "amount" ? "-" : "1",
        ]
      )
      #expect(wrong.status == 422 && wrong.text.contains(words), "\(field)")
    }
  }

  @Test
  func `an arrival is kept of a guest, and of nobody who switched it off or names no channel`()
    async throws
  {
    let server = try await RecommendServer()
    let guest = Visitor(server.site, at: server.mine)
    func visits() async throws -> Int {
      let month = BirthMonth.number(of: server.mine.clock.now, in: server.mine.snapshot.timeZone)
      let months = try #require(InsightMonths(first: month, last: month))
      return try await server.mine.scope
        .channelFigures(months, in: server.mine.snapshot.timeZone).reduce(0) { $0 + $1.visits }
    }
    _ = try await guest.post("/recommendations/arrivals", ["channel": "direct"])
    #expect(try await visits() == 0)
    for _ in 0..<2 { _ = try await guest.post("/recommendations/arrivals", ["channel": "a"]) }
    #expect(try await visits() == 1)
    _ = try await guest.post("/recommendations/choice", ["on": "no"])
    _ = try await guest.post("/recommendations/arrivals", ["channel": "b"])
    #expect(try await visits() == 0)
  }
}

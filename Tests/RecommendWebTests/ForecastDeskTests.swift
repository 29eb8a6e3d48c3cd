import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Demand at the desk", .tenantDatabase([RecommendModule.module]))
struct ForecastDeskTests {
  private let path = "/desk/forecasts"
  private let orders = "/desk/replenishment"

  @Test func `an empty shop says what comes, and one with sales draws them with their table`()
    async throws
  {
    let server = try await RecommendServer()
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .manager, of: server.mine)
    #expect(try await mei.open(path).text.contains("还没有推算过需求"))
    #expect(try await mei.open(orders).text.contains("还没有需求预测"))
    #expect(try await mei.open(path + "/item?sku=RICE").status == 404)

    try await server.sold(server.mine)
    #expect(try await mei.submit(path + "/reckoning").status == 200)
    try await server.work(server.mine)
    let page = try await mei.open(path)
    for words in ["«RICE»", "«总店»", "role=\"img\"", "<table>", "可信程度", "plot-outer", "90 %"] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(try await mei.open(path + "?q=NONE").text.contains("没有符合条件"))
    #expect(try await mei.open(path + "?place=shop&category=food").text.contains("«RICE»"))
    let lost = try await mei.open(path + "?cursor=nonsense")
    #expect(lost.status == 200 && lost.text.contains("«RICE»"))
  }

  @Test func `a proposal says why, goods are ordered and come, and the file has them`() async throws
  {
    let server = try await RecommendServer()
    try await server.sold(server.mine)
    try await server.reckon(server.mine)
    let box = Visitor(server.site, at: server.mine)
    try await box.staff("box", .warehouse, of: server.mine)
    let list = try await box.open(orders)
    for words in ["«RICE»", "已断货", "预计卖", "库存换来多少不断货", "orders.csv"] {
      #expect(list.text.contains(words), "\(words)")
    }
    #expect(!list.text.contains("«PLUM»"), "of it there is enough")
    #expect(try await box.open(orders + "?state=all").text.contains("«PLUM»"))
    #expect(try await box.open(orders + "?budget=x").text.contains("预算没有看懂"))
    let poor = try await box.open(orders + "?budget=0.01")
    #expect(poor.text.contains("预算先给了更紧急的"))
    let file = try await box.open(orders + "/orders.csv")
    #expect(file.status == 200 && file.text.contains("RICE,«RICE»,shop,"))
    #expect(!file.text.contains("PLUM"))

    let item = path + "/item?sku=RICE"
    let noted = try await box.submit(
      path + "/goods",
      ["sku": "RICE", "place": "shop", "units": "500", "days": "3"]
    )
    #expect(noted.text.contains("500 件，预计"))
    #expect(try await box.open(orders).text.contains("没有需要订的"))
    let goods = try #require(try await server.mine.scope.goodsOnWay().first)
    let fields: KeyValuePairs = ["sku": "RICE", "goods": goods.id.description]
    #expect(try await box.submit(path + "/arrivals", fields).text.contains("没有在途的货"))
    let again = try await box.post(path + "/arrivals", fields)
    #expect(again.status == 422 && again.text.contains("已经记过"))
    let terms = try await box.submit(
      path + "/terms",
      ["sku": "RICE", "pack": "24", "lead_days": "", "unit_cost": "12.50"]
    )
    #expect(terms.text.contains("按每箱 24 件取整"))
    #expect(try await server.mine.scope.supplyTerms().first?.unitCost == 1_250)
    #expect(try await box.post(path + "/terms", ["sku": "RICE", "pack": "0"]).status == 422)
    #expect(try await box.open(item).text.contains("12.50"))
  }

  @Test func `who may not change sees no form, and the neighbour sees nothing`() async throws {
    let server = try await RecommendServer()
    try await server.sold(server.mine)
    try await server.reckon(server.mine)
    let (fin, lin, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.other)
    )
    try await fin.staff("fin", .finance, of: server.mine)
    #expect(try await fin.open(path).status == 403)
    #expect(try await fin.open(orders + "/orders.csv").status == 403)
    try await lin.staff("lin", .service, of: server.mine)
    #expect(try await !lin.open(path + "/item?sku=RICE").text.contains("/desk/forecasts/goods"))
    #expect(
      try await lin.post(
        path + "/goods",
        ["sku": "RICE", "place": "shop", "units": "5", "days": "3"]
      ).status == 403
    )
    #expect(try await lin.post(path + "/reckoning", [:]).status == 403)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await !neighbour.open(path).text.contains("RICE"))
    #expect(try await neighbour.open(path + "/item?sku=RICE").status == 404)
    #expect(try await !neighbour.open(orders + "/orders.csv").text.contains("RICE"))
  }
}

extension RecommendServer {
  /// Thirty weeks of sales of two articles, one of which is sold out.
  fileprivate func sold(_ tenant: TestTenant) async throws {
    let last = SalesWeek(before: tenant.database.environment.now(), in: tenant.snapshot.timeZone)
    let sold = (0..<30).flatMap { week in
      [("RICE", 9 + week % 4), ("PLUM", 2)].map { article, units in
        SoldUnits(
          article: article,
          place: "shop",
          day: last.later(by: -week).monday,
          units: units
        )
      }
    }
    try await tenant.transaction { try await supply.recordPastSales(sold, in: $0) }
  }

  fileprivate func work(_ tenant: TestTenant) async throws {
    try await tenant.work(RecommendModule.module(recommender, supply: supply))
  }

  fileprivate func reckon(_ tenant: TestTenant) async throws {
    try await tenant.transaction { _ = try await supply.requestForecasts(in: $0) }
    try await work(tenant)
  }
}

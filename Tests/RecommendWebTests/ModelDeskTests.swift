import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Models at the desk", .tenantDatabase([RecommendModule.module]))
struct ModelDeskTests {
  private let path = "/desk/models"

  @Test func `a merchant sees what is served and why, trains, and goes back`() async throws {
    let server = try await RecommendServer()
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .manager, of: server.mine)
    let empty = try await mei.open(path)
    #expect(empty.status == 200 && empty.text.contains("还没有训练过"))

    #expect(try await mei.submit(path + "/training").status == 200)
    try await server.mine.work(RecommendModule.module(server.recommender))
    let trained = try await mei.open(path)
    #expect(trained.text.contains("正在使用第 1 版"))
    #expect(trained.text.contains("数据还不够：有行为的人 0，至少要 500"))

    try await ranking(server.mine, recall: 0.12, popular: 0.10, serves: true)
    try await ranking(server.mine, recall: 0.13, popular: 0.10, serves: true)
    try await ranking(server.mine, recall: 0.08, popular: 0.10, serves: false)
    let judged = try await mei.open(path)
    for words in ["第 3 版", "8.00 % / 10.00 %", "不比热销更好", "比热销更好，因此启用", "曾使用"] {
      #expect(judged.text.contains(words), "\(words)")
    }
    let back = try await mei.submit(path + "/ranking/rollback")
    #expect(back.status == 200)
    #expect(try await server.mine.scope.servedVersion(of: "ranking") == 1)
    let none = try await mei.post(path + "/together/rollback", [:])
    #expect(none.status == 422 && none.text.contains("没有可以退回的版本"))
    server.mine.clock.advance(by: 3 * 86_400)
    let lin = Visitor(server.site, at: server.mine)
    try await lin.staff("lin", .manager, of: server.mine)
    #expect(try await lin.open(path).text.contains("已经两天没有训练成功"))
  }

  @Test func `who may only see changes nothing, and the neighbour sees nothing`() async throws {
    let server = try await RecommendServer()
    try await ranking(server.mine, recall: 0.12, popular: 0.10, serves: true)
    try await ranking(server.mine, recall: 0.13, popular: 0.10, serves: true)
    let (fin, box, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.other)
    )
    try await fin.staff("fin", .finance, of: server.mine)
    let page = try await fin.open(path)
    #expect(page.text.contains("第 2 版") && !page.text.contains("/rollback"))
    #expect(try await fin.post(path + "/ranking/rollback", [:]).status == 403)
    #expect(try await fin.post(path + "/training", [:]).status == 403)
    try await box.staff("box", .warehouse, of: server.mine)
    #expect(try await box.open(path).status == 403)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await !neighbour.open(path).text.contains("第 2 版"))
    #expect(try await neighbour.post(path + "/ranking/rollback", [:]).status == 422)
    #expect(try await server.mine.scope.servedVersion(of: "ranking") == 2)
  }

  private func ranking(_ tenant: TestTenant, recall: Double, popular: Double, serves: Bool)
    async throws
  {
    try await tenant.transaction { transaction in
      let version = try await ModelShelf.keep(
        [1],
        kind: "ranking",
        format: 1,
        metrics: [
          "recall20": .number(recall), "popularityRecall20": .number(popular),
          "gain20": .number(recall / 2), "popularityGain20": .number(popular / 2),
          "people": .integer(700),
        ],
        in: transaction
      )
      if serves {
        try await ModelShelf.serve(version, of: "ranking", by: .system, in: transaction)
      } else {
        try await ModelShelf.reject(version, of: "ranking", in: transaction)
      }
    }
  }
}

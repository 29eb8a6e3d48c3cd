import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

private let lin: JSONValue = [
  "code": "dr-lin", "name": ["zh": "林医生", "en": "Dr Lin"],
  "profession": ["zh": "儿科主治医师"], "about": ["zh": "喂养与过敏"],
  "licence": [
    "number": "110330100012345", "issuer": "浙江省卫生健康委员会", "checkedOn": "2026-08-08",
    "checkedBy": "王店长",
  ],
  "hours": [["days": [1], "shifts": ["19:00-21:00"]]],
]

@Suite("Experts", .tenantDatabase([SmartServiceModule.module]))
struct ExpertPageTests {
  @Test func `an expert stands there with a checked licence, and a question reaches people`()
    async throws
  {
    let server = try await ServiceServer(experts: [lin])
    let parent = Visitor(server.site, at: server.mine)
    let page = try await parent.open("/service/experts")
    #expect(page.status == 200 && page.text.contains("林医生"), "\(page.text)")
    #expect(page.text.contains("110330100012345") && page.text.contains("王店长"))
    #expect(page.text.contains("19:00") && page.text.contains("没有接入这样的机构"))

    let asked = try await parent.submit(
      "/service/experts/dr-lin/question",
      ["text": "湿疹跟牛奶有关吗"]
    )
    #expect(asked.text.contains("湿疹跟牛奶有关吗") && asked.text.contains("已转给人工"))
    let waiting = try await server.mine.scope.inbox(InboxQuery())
    #expect(waiting.map(\.handOff?.reason) == [.asked])
    #expect(waiting.first?.handOff?.summary.contains("dr-lin") == true)
    #expect(try await server.other.scope.inbox(InboxQuery()).isEmpty)
    let nobody = try await parent.post("/service/experts/dr-who/question", ["text": "在吗"])
    #expect(nobody.status == 404)
  }

  @Test func `danger comes before the expert`() async throws {
    let server = try await ServiceServer(experts: [lin])
    let parent = Visitor(server.site, at: server.mine)
    let told = try await parent.submit(
      "/service/experts/dr-lin/question",
      ["text": "孩子吞了纽扣电池，请林医生看看"]
    )
    #expect(told.text.contains("class=\"chat-danger\""))
    let waiting = try await server.mine.scope.inbox(InboxQuery())
    #expect(waiting.map(\.handOff?.reason) == [.redFlag])
  }

  @Test func `a shop without experts says so, and says what cannot be booked`() async throws {
    let server = try await ServiceServer()
    let page = try await Visitor(server.site, at: server.mine).open("/service/experts")
    #expect(page.text.contains("没有资质经过核实的专家"))
    #expect(page.text.contains("不能预约或付费"))
  }
}

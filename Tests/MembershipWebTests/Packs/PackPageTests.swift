import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Packs on a family's page", .tenantDatabase([MembershipModule.module]))
struct PackPageTests {
  private func packs(of member: MemberID, at tenant: TestTenant) async throws -> [ServicePack] {
    let known = try #require(try await tenant.scope.member(member))
    return try await tenant.scope.servicePacks(of: known)
  }

  private func expect(_ visitor: Visitor, _ server: FamilyServer) async throws -> String {
    try await visitor.submit(
      "/family/pregnancies",
      ["due": "2026-12-01", "count": "1", "consent": guardianText]
    )
    let children = try await server.mine.children(of: server.mine.member())
    return try #require(children.first { $0.dates.birth == nil }).id.description
  }

  @Test func `a pack that costs nothing is opened for who is expected, once, whatever is sent`()
    async throws
  {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let member = try await server.mine.member()
    func start(_ child: String) async throws -> TestReply {
      try await visitor.submit("/family/packs", ["pack": "pregnancy", "child": child])
    }
    let nobody = try await visitor.submit("/family/packs", ["pack": "pregnancy"])
    #expect(nobody.status == 422)
    let born = try await visitor.addChild()
    #expect(try await start(born).status == 422, "the child is born")
    #expect(try await packs(of: member, at: server.mine).isEmpty)
    try await visitor.submit("/family/children/\(born)/removal", ["confirm": "yes"])

    let expected = try await expect(visitor, server)
    for _ in 0..<2 { #expect(try await start(expected).status == 200) }
    #expect(try await packs(of: member, at: server.mine).count == 1)
    // Entered anew it is the same pregnancy: the provider is paid once.
    try await visitor.submit("/family/children/\(expected)/removal", ["confirm": "yes"])
    let again = try await expect(visitor, server)
    #expect(again != expected)
    #expect(try await start(again).status == 422)
    #expect(try await packs(of: member, at: server.mine).count == 1)
    let page = try await visitor.open("/family/packs")
    #expect(!page.text.contains(again), "it is not offered either")
  }

  @Test func `the desk says for which child a pack is`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let member = try await server.mine.member()
    let toddler = try await visitor.addChild("毛豆", born: "2024-03-10")
    let expected = try await expect(visitor, server)
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let sheet = "/desk/members/\(member)"
    let form = try await owner.open(sheet).text
    #expect(form.contains("value=\"\(toddler)\"") && form.contains("value=\"\(expected)\""))
    func start(_ pack: String, _ child: String, _ reference: String) async throws -> Int {
      try await owner.submit(
        "\(sheet)/packs",
        ["pack": pack, "child": child, "reference": reference]
      ).status
    }
    #expect(try await start("pregnancy", toddler, "R-1") == 404, "it never would become the next")
    #expect(try await start("pregnancy", expected, "R-2") == 200)
    #expect(try await start("parenting", toddler, "R-3") == 200)
    #expect(try await start("parenting", "", "R-4") == 200)
    let opened = try await packs(of: member, at: server.mine)
    #expect(
      Set(opened.map { $0.child.map { ChildID(uuid: $0).description } ?? "" })
        == [toddler, expected, ""]
    )
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("mei", .owner, of: server.other)
    let foreign = try await neighbour.submit(
      "\(sheet)/packs",
      ["pack": "parenting", "child": expected, "reference": "R-5"]
    )
    #expect(foreign.status == 404)
  }
}

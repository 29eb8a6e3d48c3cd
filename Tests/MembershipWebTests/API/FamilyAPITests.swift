import HTTPTypes
import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("The API of families", .tenantDatabase([MembershipModule.module]))
struct FamilyAPITests {
  @Test func `an app signs in by a code and reads its own family`() async throws {
    let server = try await FamilyServer()
    let page = Visitor(server.site, at: server.mine)
    try await page.signIn(server)
    _ = try await page.addChild("毛豆")
    server.mine.clock.advance(by: 120)

    let app = Visitor(server.site, at: server.mine)
    let phone: JSONValue = ["phone": "13800138000"]
    #expect(try await app.call(.get, "/api/v1/family").status == 404)
    #expect(try await app.call(.post, "/api/v1/family/sign-in-codes", phone).status == 204)
    let wrong: JSONValue = ["phone": "13800138000", "code": "abcdef"]
    #expect(try await app.call(.post, "/api/v1/family/sessions", wrong).status == 422)
    let right: JSONValue = [
      "phone": "13800138000", "code": .string(server.postbox.code("+8613800138000")),
    ]
    let entered = try await app.call(.post, "/api/v1/family/sessions", right)
    #expect(entered.status == 200 && entered.text.contains("\"is_new\":false"))
    let name = try #require(HTTPField.Name("X-Session-Token"))
    let token = try #require(entered.headers[name])

    let family = try await app.call(.get, "/api/v1/family", token: token)
    #expect(family.text.contains("毛豆") && family.text.contains("\"stage\":\"weaning\""))
    #expect(try await app.call(.get, "/api/v1/family/points", token: token).status == 200)
    let neighbour = Visitor(server.site, at: server.other)
    #expect(try await neighbour.call(.get, "/api/v1/family", token: token).status == 404)
  }
}

import HTTPTypes
import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Signing in as a family", .tenantDatabase([MembershipModule.module]))
struct SignInPageTests {
  @Test func `a code lets a family in, to where it wanted to go`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    let refused = try await visitor.open("/family/points")
    #expect(refused.status == 303)
    #expect(refused.location?.contains("/family/sign-in?next=%2Ffamily%2Fpoints") == true)
    #expect(try await visitor.post("/family/sign-in/code", ["phone": "13800138000"]).status == 200)
    let entered = try await visitor.post(
      "/family/sign-in",
      [
        "phone": "13800138000", "code": server.postbox.code("+8613800138000"),
        "next": "/family/points",
      ]
    )
    #expect(entered.status == 303 && entered.location?.hasSuffix("/family/points") == true)
    #expect(try await visitor.open("/family/points").status == 200)
    #expect(try await visitor.open("/family").headers[.cacheControl] == "no-store")
  }

  @Test func `signing in goes on to no other site and to no page of others`() async throws {
    let server = try await FamilyServer()
    for (index, next) in ["//evil.example", "https://evil.example", "/desk", "/family/../cart"]
      .enumerated()
    {
      let visitor = Visitor(server.site, at: server.mine)
      let phone = "1380013800\(index)"
      _ = try await visitor.post("/family/sign-in/code", ["phone": phone])
      let entered = try await visitor.post(
        "/family/sign-in",
        ["phone": phone, "code": server.postbox.code("+86\(phone)"), "next": next]
      )
      #expect(entered.location?.hasSuffix("/family") == true, "\(next)")
    }
  }

  @Test func `a wrong code says so, and a number that is none`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    let odd = try await visitor.post("/family/sign-in/code", ["phone": "110"])
    #expect(odd.status == 422 && odd.text.contains("这个号码无法接收短信"))
    _ = try await visitor.post("/family/sign-in/code", ["phone": "13800138000"])
    let right = server.postbox.code("+8613800138000")
    let wrong = right == "000000" ? "000001" : "000000"
    let answer = try await visitor.post(
      "/family/sign-in",
      ["phone": "13800138000", "code": wrong]
    )
    #expect(answer.status == 422 && answer.text.contains("验证码不对"))
    #expect(try await visitor.open("/family").status == 303)
    let soon = try await visitor.post("/family/sign-in/code", ["phone": "13800138000"])
    #expect(soon.status == 429 && soon.text.contains("name=\"code\""))
  }

  @Test func `the session stays and its token is a new one`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    // A form that is written starts the session that a cart would hang on.
    _ = try await visitor.post("/family/sign-out", [:])
    let before = try #require(visitor.session)
    let attacker = Visitor(server.site, at: server.mine, withCookiesOf: visitor)
    let session = try #require(try await server.mine.scope.session(before))
    try await visitor.signIn(server)
    let after = try #require(visitor.session)
    #expect(after != before)
    #expect(try await server.mine.scope.session(after)?.id == session.id)
    #expect(try await attacker.open("/family").status == 303)
    #expect(try await visitor.open("/family").status == 200)
  }

  @Test func `whoever signs out is nobody's session any more`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let before = try await visitor.sessionID(at: server.mine)
    _ = try await visitor.post("/family/sign-out", [:])
    #expect(try await visitor.open("/family").status == 303)
    // What hung on the session, a talk or an order, is not for whoever has the device next.
    let after = try await visitor.sessionID(at: server.mine)
    #expect(after != before)
  }

  @Test func `whoever signs in where another still is gets a session of their own`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let before = try await visitor.sessionID(at: server.mine)
    server.mine.clock.advance(by: 120)
    try await visitor.signIn(server, "13900139000")
    let after = try await visitor.sessionID(at: server.mine)
    #expect(after != before)
    #expect(try await visitor.open("/family").status == 200)
  }

  @Test func `after half a year a code is needed again`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    for _ in 0..<7 {
      server.mine.clock.advance(by: 29 * 86_400)
      _ = try await visitor.post("/family/name", ["name": "林"])
    }
    #expect(try await visitor.open("/family").status == 303)
  }
}

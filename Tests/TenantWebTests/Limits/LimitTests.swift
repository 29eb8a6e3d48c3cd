import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Limits", .tenantDatabase([Probe.module]))
struct LimitTests {
  private let twice = RateLimits.Rate(burst: 2, perSecond: 0.001)

  @Test func `an address that asks too often is told how long to wait`() async throws {
    let server = try await ProbeServer {
      $0.rateLimits.perAddress = twice
      $0.trustsProxy = true
    }
    let ada: HTTPFields = [.forwardedFor: "203.0.113.7"]
    #expect(try await server.ask(.get, "/", ada).status == 200)
    // What the client itself wrote before the proxy's entry counts for nothing.
    #expect(try await server.ask(.get, "/", [.forwardedFor: "1.2.3.4, 203.0.113.7"]).status == 200)
    let third = try await server.ask(.get, "/", ada)
    #expect(third.status == 429)
    #expect(third.code == "web.too_many_requests")
    #expect(Int(try #require(third.headers[.retryAfter])) ?? 0 > 900)
    #expect(try await server.ask(.get, "/", [.forwardedFor: "203.0.113.8"]).status == 200)
    #expect(try await server.ask(.get, "/health", ada).status == 200)
  }

  @Test func `of IPv6 a network is one client, and an IPv4 address is one however it is written`()
    async throws
  {
    let server = try await ProbeServer {
      $0.rateLimits.perAddress = twice
      $0.trustsProxy = true
    }
    func status(_ address: String) async throws -> Int {
      try await server.ask(.get, "/", [.forwardedFor: address]).status
    }
    #expect(try await status("2001:db8:1:2::1") == 200)
    #expect(try await status("2001:db8:1:2:ffff:ffff:ffff:ffff") == 200)
    #expect(try await status("2001:0DB8:0001:0002::7") == 429)
    #expect(try await status("2001:db8:1:3::1") == 200)
    #expect(try await status("::ffff:203.0.113.9") == 200)
    #expect(try await status("203.0.113.9") == 200)
    #expect(try await status("203.0.113.9") == 429)
    #expect(try await status("::ffff:203.0.113.10") == 200)
  }

  @Test func `a session that asks too often is told so wherever it asks from`() async throws {
    let server = try await ProbeServer {
      $0.rateLimits.perSession = twice
      $0.trustsProxy = true
    }
    let token = try await server.startedSession()
    let statuses = [
      try await status(server, token, from: "203.0.113.1"),
      try await status(server, token, from: "203.0.113.2"),
      try await status(server, token, from: "203.0.113.3"),
    ]
    #expect(statuses == [200, 200, 429])
    #expect(try await server.ask(.get, "/api/v1/own").status == 200)
  }

  @Test(arguments: [Route.Cost.message, .program, .reading])
  func `what costs something is counted by address and shop, each kind apart`(_ cost: Route.Cost)
    async throws
  {
    let usual = Route.act("/usual", operation: "usual", body: .form) { _, _ in .redirect(to: "/") }
    let other: Route.Cost = cost == .message ? .program : .message
    let routes = [
      usual,
      .act("/acts", operation: "act", body: .form) { _, _ in .redirect(to: "/") }.costing(cost),
      .write(.post, "/writes", operation: "write", body: .form, idempotency: .natural) { _, _ in
        .redirect(to: "/")
      }.costing(cost),
      .act("/others", operation: "other", body: .form) { _, _ in .redirect(to: "/") }
        .costing(other),
    ]
    let server = try await ProbeServer(modules: [WebModule(name: "probe", routes: routes)]) {
      $0.rateLimits.messagesPerAddress = twice
      $0.rateLimits.programsPerAddress = twice
      $0.rateLimits.readingsPerAddress = twice
      $0.trustsProxy = true
    }
    func status(_ path: String, from address: String = "203.0.113.7", host: String? = nil)
      async throws -> Int
    {
      try await server.submit(path, "a=b", host: host, [.forwardedFor: address]).status
    }
    var statuses: [Int] = []
    for path in ["/acts", "/writes", "/acts", "/writes", "/others", "/usual"] {
      statuses.append(try await status(path))
    }
    #expect(statuses == [303, 303, 429, 429, 303, 303])
    #expect(try await status("/writes", from: "203.0.113.8") == 303)
    let neighbour = "\(server.other.snapshot.slug).localhost:8080"
    #expect(try await status("/acts", host: neighbour) == 303)
  }

  private func status(_ server: ProbeServer, _ token: SessionToken, from address: String)
    async throws -> Int
  {
    let headers: HTTPFields = [
      .authorization: "Bearer \(token.cookieText)", .forwardedFor: address,
    ]
    return try await server.ask(.get, "/api/v1/own", headers).status
  }

  @Test func `a bucket fills with time and holds no more than its burst`() {
    let limiter = RateLimiter<String>(RateLimits.Rate(burst: 3, perSecond: 2))
    let start = ContinuousClock.now
    for _ in 0..<3 { #expect(limiter.secondsToWait(for: "ada", now: start) == nil) }
    #expect(limiter.secondsToWait(for: "ada", now: start) == 1)
    let later = start + .milliseconds(500)
    #expect(limiter.secondsToWait(for: "ada", now: later) == nil)
    #expect(limiter.secondsToWait(for: "ada", now: later) == 1)
    let muchLater = start + .seconds(3600)
    let passed = (0..<10).filter { _ in
      limiter.secondsToWait(for: "ada", now: muchLater) == nil
    }
    #expect(passed.count == 3)
  }

  @Test func `no limits mean none`() {
    let limiter = RateLimiter<String>(RateLimits.off.perAddress)
    let now = ContinuousClock.now
    #expect((0..<10_000).allSatisfy { _ in limiter.secondsToWait(for: "ada", now: now) == nil })
  }

  @Test func `a request that takes too long is cancelled`() async throws {
    let server = try await ProbeServer { $0.deadline = .milliseconds(50) }
    let answer = try await server.ask(.get, "/slow")
    #expect(answer.status == 503)
    #expect(answer.code == "web.deadline_exceeded")
    #expect(answer.headers[.retryAfter] == "1")
  }

  @Test(arguments: [HTTPRequest.Method.get, .post])
  func `a request that was called off is unavailable, not a fault`(method: HTTPRequest.Method)
    async throws
  {
    let server = try await ProbeServer()
    let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    let asking = Task { try await server.ask(method, "/slow", form, body: []) }
    asking.cancel()
    let answer = try await asking.value
    #expect(answer.status == 503)
    #expect(answer.code == "web.deadline_exceeded")
    #expect(answer.headers[.retryAfter] == "1")
    #expect(!server.log.lines.contains { $0.hasPrefix("request failed") })
    #expect(try await server.notes(of: server.mine).isEmpty)
  }

  @Test func `a write that takes too long leaves nothing and gives its connection back`()
    async throws
  {
    let server = try await ProbeServer { $0.deadline = .milliseconds(300) }
    for _ in 0..<12 {
      let answer = try await server.submit("/slow", "")
      #expect(answer.status == 503)
      #expect(answer.cookies.isEmpty)
    }
    #expect(try await server.notes(of: server.mine).isEmpty)
    // The same connections, without the short deadline, which a busy machine may not meet.
    let patient = try await ProbeServer()
    #expect(try await patient.submit("/notes", "text=a").status == 303)
  }
}

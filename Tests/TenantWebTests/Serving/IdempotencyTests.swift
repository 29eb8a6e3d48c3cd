import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Sending a request again", .tenantDatabase([Probe.module]))
struct IdempotencyTests {
  private func bearer(_ server: ProbeServer) async throws -> HTTPFields {
    [.authorization: "Bearer \(try await server.startedSession().cookieText)"]
  }

  @Test func `a request without a key is refused where one is needed`() async throws {
    let server = try await ProbeServer()
    for key in [nil, "short", String(repeating: "k", count: 256)] {
      let answer = try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: key)
      #expect(answer.status == 400)
      #expect(answer.code == "tenancy.idempotency_key_missing")
    }
    #expect(try await server.notes(of: server.mine).isEmpty)
  }

  @Test func `the same request gets the same answer and has its effect once`() async throws {
    let server = try await ProbeServer()
    let who = try await bearer(server)
    let first = try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: "key-00001", who)
    let second = try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: "key-00001", who)
    #expect(first.status == 201)
    #expect(second.status == 201)
    #expect(second.body == first.body)
    #expect(second.headers[.contentType] == first.headers[.contentType])
    #expect(second.headers[.location] == first.headers[.location])
    #expect(first.headers[.replayed] == nil)
    #expect(second.headers[.replayed] == "true")
    #expect(try await server.notes(of: server.mine) == ["x", "first"])
  }

  @Test func `a key that was used for another request is refused`() async throws {
    let server = try await ProbeServer()
    let who = try await bearer(server)
    _ = try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: "key-00001", who)
    let other = try await server.send("/api/v1/notes", #"{"text":"y"}"#, key: "key-00001", who)
    #expect(other.status == 422)
    #expect(other.code == "tenancy.idempotency_key_reused")
  }

  @Test func `two visitors and two tenants may use the same key`() async throws {
    let server = try await ProbeServer()
    let host = "\(server.other.snapshot.slug).localhost"
    let (ada, eve) = (try await bearer(server), try await bearer(server))
    for who in [ada, eve] {
      let answer = try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: "key-00001", who)
      #expect(answer.headers[.replayed] == nil)
    }
    let other = try await server.send(
      "/api/v1/notes",
      #"{"text":"x"}"#,
      key: "key-00001",
      host: host
    )
    #expect(other.headers[.replayed] == nil)
    #expect(try await server.notes(of: server.other) == ["x"])
  }

  @Test func `many at once have one effect`() async throws {
    let server = try await ProbeServer()
    let who = try await bearer(server)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await server.send("/api/v1/notes", #"{"text":"x"}"#, key: "key-00001", who).status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
    #expect(try await server.notes(of: server.mine) == ["x", "first"])
  }

  @Test func `a request whose key is held by a running one is told to wait`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let who: HTTPFields = [.authorization: "Bearer \(token.cookieText)"]
    let body = #"{"text":"x"}"#
    try await server.mine.transaction { transaction in
      let session = try #require(try await transaction.session(token))
      let running = try IdempotentRequest(
        asker: session.id.description,
        key: "key-00001",
        operation: "POST /api/v1/notes",
        payload: Array(body.utf8)
      )
      #expect(try await transaction.claim(running) == nil)
      let answer = try await server.send("/api/v1/notes", body, key: "key-00001", who)
      #expect(answer.status == 409)
      #expect(answer.code == "tenancy.idempotency_key_in_progress")
      #expect(answer.headers[.retryAfter] == "1")
    }
  }

  @Test func `lesson 9: a fault leaves nothing behind, not even its key`() async throws {
    let server = try await ProbeServer()
    let who = try await bearer(server)
    for _ in 0..<2 {
      let answer = try await server.send("/api/v1/fault", "", key: "key-00001", who)
      #expect(answer.status == 500)
      #expect(answer.headers[.replayed] == nil)
    }
    #expect(try await server.notes(of: server.mine) == ["first"])
  }

  @Test func `a reply that refuses rolls its effect back`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.send("/api/v1/refuse", "", key: "key-00001")
    #expect(answer.status == 409)
    #expect(answer.cookies.isEmpty)
    #expect(try await server.notes(of: server.mine).isEmpty)
  }

  @Test func `a form carries its key in a field`() async throws {
    let server = try await ProbeServer()
    let who = try await bearer(server)
    let form = "text=x&idempotency_key=key-00001"
    #expect(try await server.submit("/notes", form, who).status == 303)
    let again = try await server.submit("/notes", form, who)
    #expect(again.status == 303)
    #expect(again.headers[.location] == "/")
    #expect(try await server.notes(of: server.mine) == ["x", "before", "first"])
  }
}

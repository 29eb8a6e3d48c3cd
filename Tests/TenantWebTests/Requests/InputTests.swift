import HTTPTypes
import Hummingbird
import NIOCore
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Input", .tenantDatabase([Probe.module]))
struct InputTests {
  @Test func `all that is wrong with a body is said at once, with pointers`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.send(
      "/api/v1/notes",
      #"{"text":"","stars":9,"a/b":1}"#,
      key: "0123456789"
    )
    #expect(answer.status == 422)
    #expect(answer.code == "web.input_invalid")
    let expected: JSONValue = [
      ["pointer": "/text", "message": "must not be empty"],
      ["pointer": "/stars", "message": "must be a whole number from 1 to 5"],
      ["pointer": "/a~1b", "message": "is not known here"],
    ]
    #expect(try answer.json["errors"] == expected)
    #expect(try await server.notes(of: server.mine).isEmpty)
  }

  @Test func `a parameter of another shape is named`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/api/v1/notes?limit=0&cursor=%20%20")
    #expect(answer.status == 422)
    let errors = try answer.json["errors"]
    #expect(
      errors == [
        ["parameter": "limit", "message": "must be a whole number from 1 to 100"],
        [
          "parameter": "cursor",
          "message": "must be a cursor taken from a Link header or next field",
        ],
      ]
    )
    #expect(try await server.ask(.get, "/api/v1/notes?limit=1&limit=2").status == 422)
    #expect(try await server.ask(.get, "/api/v1/notes?limit=").status == 422)
    #expect(try await server.ask(.get, "/?page=&utm_source=x").status == 200)
    #expect(try await server.ask(.get, "/?page=0&utm_source=x").status == 422)
  }

  @Test func `a body that is too large is refused before it is read`() async throws {
    let server = try await ProbeServer { $0.bodyLimitBytes = 10_000 }
    let body = RequestBody(asyncSequence: EndlessBody(failsWhenRead: true))
    let announced = try await server.ask(
      .post,
      "/api/v1/notes",
      [.contentLength: "10001", .contentType: "application/json"],
      stream: body
    )
    #expect(announced.status == 413)
  }

  @Test func `a body that nobody announced is refused where it passes the limit`() async throws {
    let server = try await ProbeServer { $0.bodyLimitBytes = 10_000 }
    let body = RequestBody(asyncSequence: EndlessBody(failsWhenRead: false))
    let answer = try await server.ask(
      .post,
      "/api/v1/notes",
      [.contentType: "application/json"],
      stream: body
    )
    #expect(answer.status == 413)
    #expect(answer.code == "web.body_too_large")
  }

  private func filing(_ limit: Int) async throws -> ProbeServer {
    let file = Route.write(
      .post,
      "/files/{key}",
      operation: "takeFile",
      parameters: [.path("key", .string(1...9), "What opens it.")],
      body: .upload(limit: 4_096),
      idempotency: .natural
    ) { request, _ in
      guard request.file("file") != nil else { throw WebRefusal(.notFound) }
      return .redirect(to: "/")
    }
    .admitting { request in
      guard try request.path("key") == "known" else { throw WebRefusal(.notFound) }
    }
    return try await ProbeServer(modules: [WebModule(name: "probe", routes: [file])]) {
      ($0.bodyLimitBytes, $0.uploadLimitBytes) = (1_000, limit)
    }
  }

  @Test func `files of a stranger are not read`() async throws {
    let server = try await filing(10_000)
    for path in ["/files/other", "/files/known"] {
      let body = RequestBody(asyncSequence: EndlessBody(failsWhenRead: path == "/files/other"))
      let answer = try await server.ask(
        .post,
        path,
        [.contentType: "multipart/form-data; boundary=b"],
        stream: body
      )
      #expect(answer.status == (path == "/files/other" ? 404 : 413))
    }
  }

  @Test func `all that is uploaded together has room, and gives it back whatever comes of it`()
    async throws
  {
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
    let body = Array((head + String(repeating: "x", count: 500) + "\r\n--b--\r\n").utf8)
    func status(_ server: ProbeServer, _ body: [UInt8], host: String? = nil) async throws -> Int {
      try await server.ask(
        .post,
        "/files/known",
        host: host,
        [.contentType: "multipart/form-data; boundary=b"],
        body: body
      ).status
    }
    let narrow = try await filing(body.count - 1)
    #expect(try await status(narrow, body) == 503)
    let server = try await filing(body.count)
    for _ in 0..<3 {
      #expect(try await status(server, body) == 303)
      #expect(try await status(server, Array(body.dropLast(9))) == 400)
      #expect(try await status(server, body + body) == 503)
    }
  }

  @Test func `another media type is not taken`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(
      .post,
      "/api/v1/notes",
      [.contentType: "text/plain"],
      body: Array(#"{"text":"x"}"#.utf8)
    )
    #expect(answer.status == 415)
    let form = try await server.ask(.post, "/notes", [.contentType: "application/json"], body: [1])
    #expect(form.status == 415)
  }

  @Test(arguments: ["", "{", "[1,]", "\u{0}", #"{"text":"a","text":"b"}"#, "{}x"])
  func `a body that is no JSON is malformed`(body: String) async throws {
    let server = try await ProbeServer()
    let answer = try await server.send("/api/v1/notes", body, key: "0123456789")
    #expect(answer.status == 400)
    #expect(answer.code == "web.request_malformed")
  }

  @Test func `a form field that is missing leads to the page that the route has for it`()
    async throws
  {
    let server = try await ProbeServer()
    let answer = try await server.submit("/notes", "text=+")
    #expect(answer.status == 422)
    #expect(answer.text == "wrong [\"text\"]")
    #expect(answer.headers[.cacheControl] == "no-store")
    #expect(try await server.notes(of: server.mine).isEmpty)
    #expect(answer.cookies.isEmpty)
  }

  @Test(arguments: [
    ("/cart", "/cart"), ("/cart?a=b#c", "/cart?a=b#c"), ("//evil.example", "/"),
    ("https://evil.example", "/"), ("/\\evil.example", "/"), ("/a\r\nSet-Cookie: x=y", "/"),
    ("javascript:alert(1)", "/"), ("", "/"),
  ])
  func `a form leads on to a path of its own shop only`(next: String, location: String)
    async throws
  {
    let server = try await ProbeServer()
    let encoded = next.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let answer = try await server.submit("/notes", "text=a&next=\(encoded)")
    #expect(answer.headers[.location] == location)
  }

  @Test func `a form with a broken escape is malformed`() async throws {
    let server = try await ProbeServer()
    #expect(try await server.submit("/notes", "text=%f").status == 400)
    #expect(try await server.submit("/notes", "text=%ff").status == 400)
  }

  @Test func `a list is walked to its end by its links, without gap or repeat`() async throws {
    let server = try await ProbeServer()
    try await server.mine.transaction { transaction in
      for number in 0..<7 { try await transaction.audit("n\(number)", of: "note", by: .shopper) }
    }
    var path: String? = "/api/v1/notes?limit=3"
    var seen: [String] = []
    while let next = path {
      let answer = try await server.ask(.get, next)
      guard case .array(let notes)? = try answer.json["notes"] else { break }
      for case .string(let note) in notes { seen.append(note) }
      path = answer.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
    }
    #expect(seen == (0..<7).reversed().map { "n\($0)" })
  }

  @Test func `another tenant's cursor is refused`() async throws {
    let server = try await ProbeServer()
    for tenant in [server.mine, server.other] {
      try await tenant.transaction { transaction in
        for _ in 0..<3 { try await transaction.audit("n", of: "note", by: .shopper) }
      }
    }
    let first = try await server.ask(.get, "/api/v1/notes?limit=1")
    let next = try #require(first.headers[.link]).dropFirst().prefix { $0 != ">" }
    #expect(try await server.ask(.get, String(next)).status == 200)
    let foreign = try await server.ask(
      .get,
      String(next),
      host: "\(server.other.snapshot.slug).localhost"
    )
    #expect(foreign.status == 422)
    #expect(try foreign.json["errors"]?.elements.first?["parameter"] == "cursor")
  }
}

extension JSONValue {
  var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}

/// A body that never ends; it fails the request when it is read against its will.
private struct EndlessBody: AsyncSequence, Sendable {
  struct WasRead: Error {}
  let failsWhenRead: Bool

  struct AsyncIterator: AsyncIteratorProtocol {
    let failsWhenRead: Bool
    func next() async throws -> ByteBuffer? {
      if failsWhenRead { throw WasRead() }
      return ByteBuffer(repeating: UInt8(ascii: " "), count: 300)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(failsWhenRead: failsWhenRead) }
}

import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Addresses", .tenantDatabase([Probe.module, Probe.absentModule]))
struct AddressTests {
  @Test func `the host decides the tenant, whatever its case, port and final dot`() async throws {
    let server = try await ProbeServer()
    let slug = server.mine.snapshot.slug
    for host in [
      "\(slug).localhost", "\(slug.uppercased()).LOCALHOST:8080", "\(slug).localhost.:1",
    ] {
      #expect(try await server.ask(.get, "/", host: host).status == 200)
    }
  }

  @Test(arguments: [
    "@evil.example", ":80@evil.example", ":", ":123456", ":8o", ":-1", ":80:80", "/x", "\\x", "\"x",
    " x", "#x", "?x", ",x", "%2e", "é", "]",
  ])
  func `a host with anything but a port behind it is malformed`(rest: String) async throws {
    let server = try await ProbeServer()
    let host = "\(server.mine.snapshot.slug).localhost\(rest)"
    for path in ["/", "/api/v1/notes?limit=1", "/health"] {
      let answer = try await server.ask(.get, path, host: host)
      #expect(answer.status == 400)
      #expect(answer.code == "web.request_malformed")
      #expect(!answer.text.contains("evil"))
    }
  }

  @Test(arguments: [
    ("[::1]", 404), ("[::1]:8080", 404), ("[::ffff:127.0.0.1]:1", 404), ("10.0.0.1:65535", 404),
    ("[]", 400), ("[::1", 400), ("[::1]x", 400), ("[::1]:", 400), ("[x]:80", 400), (":80", 400),
  ])
  func `a numeric host has brackets only around its colons`(host: String, status: Int)
    async throws
  {
    let server = try await ProbeServer()
    #expect(try await server.ask(.get, "/", host: host).status == status)
  }

  @Test func `a second host header is malformed, even when it says the same`() async throws {
    let server = try await ProbeServer()
    let host = try #require(HTTPField.Name("Host"))
    let same = "\(server.mine.snapshot.slug).localhost:8080"
    for second in [same, "evil.example", ""] {
      let answer = try await server.ask(.get, "/", [host: second])
      #expect(answer.status == 400)
      #expect(answer.code == "web.request_malformed")
    }
  }

  @Test func `a tenant without a host of its own answers below its name`() async throws {
    let server = try await ProbeServer()
    let slug = server.other.snapshot.slug
    let answer = try await server.ask(.get, "/t/\(slug)/?lang=en", host: "localhost:8080")
    #expect(answer.status == 200)
    #expect(
      answer.text.contains("href=\"/t/\(slug)/api/v1/notes?limit&#x3D;3")
        || answer.text.contains("href=\"/t/\(slug)/api/v1/notes?limit=3")
    )
    #expect(try await server.ask(.get, "/t/\(slug)", host: "localhost").status == 200)
    #expect(try await server.ask(.get, "/t/nobody/", host: "localhost").status == 404)
  }

  @Test func `a tenant's host does not lead to another tenant's name`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/t/\(server.other.snapshot.slug)/")
    #expect(answer.status == 404)
    #expect(answer.code == "web.not_found")
  }

  @Test func `an unknown host gets a problem that names no tenant`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/", host: "nobody.example")
    #expect(answer.status == 404)
    #expect(answer.code == "tenancy.host_unknown")
    #expect(answer.headers[.contentType] == "application/problem+json")
    let page = try await server.ask(
      .get,
      "/",
      host: "nobody.example",
      [.accept: "text/html,*/*;q=0.8", .acceptLanguage: "ja"]
    )
    #expect(page.status == 404)
    #expect(page.text.contains("<html lang=\"ja\">"))
    #expect(!page.text.contains(server.mine.snapshot.slug))
    #expect(try await server.ask(.get, "/", host: "").status == 400)
  }

  @Test func `a module that the tenant has not enabled is not there`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/api/v1/absent")
    #expect(answer.status == 404)
    #expect(answer.code == "tenancy.module_not_enabled")
  }

  @Test func `another method gets 405 with those that are allowed`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.delete, "/api/v1/notes")
    #expect(answer.status == 405)
    #expect(answer.headers[.allow] == "GET, HEAD, OPTIONS, POST")
    let options = try await server.ask(.options, "/api/v1/notes")
    #expect(options.status == 204)
    #expect(options.headers[.allow] == "GET, HEAD, OPTIONS, POST")
    #expect(try await server.ask(.post, "/health").headers[.allow] == "GET, HEAD")
  }

  @Test func `the address of a form leads to the page above it, in the language asked for`()
    async throws
  {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/notes?lang=en")
    #expect(answer.status == 303)
    #expect(answer.headers[.location] == "/?lang=en")
    #expect(try await server.ask(.get, "/notes").headers[.location] == "/")
    #expect(try await server.ask(.delete, "/notes").status == 405)
  }

  @Test func `HEAD answers as GET without the body`() async throws {
    let server = try await ProbeServer()
    let get = try await server.ask(.get, "/")
    let head = try await server.ask(.head, "/")
    #expect(head.status == 200)
    #expect(head.body.isEmpty)
    #expect(head.headers[.contentLength] == "\(get.body.count)")
    #expect(head.headers[.eTag] == get.headers[.eTag])
  }

  @Test(arguments: [
    ("/api/v1/notes/", 308), ("/api//v1/notes", 404), ("/nothing", 404), ("/%zz", 400),
    ("/%", 400), ("/a%00b", 400), ("/%ff%fe", 400), ("/?q=%e4%bd", 400), ("/?q=%00", 400),
    ("/../etc/passwd", 404), ("/%2e%2e/x", 404), ("nonsense", 400),
    ("/media/\(String(repeating: "z", count: 64))", 404), ("/assets/probe.css", 404),
    ("/assets/../x", 404),
  ])
  func `an odd address gets a sane answer`(path: String, status: Int) async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, path)
    #expect(answer.status == status)
    if status == 308 { #expect(answer.headers[.location] == "/api/v1/notes") }
  }

  @Test func `a path of another shape than its schema is not there`() async throws {
    let server = try await ProbeServer()
    #expect(try await server.ask(.put, "/api/v1/items/a-1").status == 204)
    #expect(try await server.ask(.put, "/api/v1/items/A%201").status == 404)
  }

  @Test func `a whole address as the target is read by its path`() async throws {
    let server = try await ProbeServer()
    #expect(try await server.ask(.get, "http://x.example/api/v1/notes?limit=1").status == 200)
  }
}

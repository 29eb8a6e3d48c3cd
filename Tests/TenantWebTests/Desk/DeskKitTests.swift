import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("The desk that modules share", .tenantDatabase([Probe.module]))
struct DeskKitTests {
  private func server() async throws -> ProbeServer {
    try await ProbeServer(modules: [Probe.web, DeskProbe.absent, DeskProbe.web])
  }

  @Test func `each module's pages stand in one bar for those whose role may see them`()
    async throws
  {
    let server = try await server()
    let (service, warehouse) = (
      try await server.signIn("mei", .service), try await server.signIn("bo", .warehouse)
    )
    let shown = try await server.ask(.get, "/desk", service)
    #expect(shown.status == 200)
    #expect(shown.text.contains("便条") && shown.text.contains("待看便条"))
    #expect(!shown.text.contains("没有的"), "a module that is not enabled stands in the bar")
    let hidden = try await server.ask(.get, "/desk", warehouse)
    #expect(hidden.status == 200)
    #expect(!hidden.text.contains("便条") && !hidden.text.contains("经营"))
    #expect(shown.text.contains("经营"), "a part with an entry stands in the bar")
    let entries = try await server.ask(.get, "/desk/notes", service).text
    #expect(entries.contains("aria-current=\"page\">便条</a>"))
    #expect(entries.contains("aria-label=\"经营\"") && entries.contains("aria-current=\"true\""))
    #expect(try await server.ask(.get, "/desk/notes", warehouse).status == 403)
  }

  @Test func `shoppers' pages show no entry of the desk, and the desk none of theirs`()
    async throws
  {
    let server = try await server()
    let page = try await server.ask(.get, "/family", [.accept: "text/html"])
    #expect(page.text.contains("/family\"") && !page.text.contains("便条"))
    let desk = try await server.ask(.get, "/desk", try await server.signIn("mei", .owner))
    #expect(!desk.text.contains("家庭"))
  }

  @Test func `a tile counts up to its ceiling`() async throws {
    let server = try await server()
    let staff = try await server.signIn("mei", .owner)
    let token = try await formToken(server, staff)
    #expect(try await server.ask(.get, "/desk", staff).text.contains(">0<"))
    for words in ["one", "two"] {
      let sent = try await server.submit(
        "/desk/notes",
        "form_token=\(token)&words=\(words)",
        staff
      )
      #expect(sent.status == 303, "\(sent.text)")
    }
    #expect(try await server.ask(.get, "/desk", staff).text.contains(">1+<"))
  }

  @Test func `a refusal is said in the module's words, and a wrong field in the desk's`()
    async throws
  {
    let server = try await server()
    let staff = try await server.signIn("mei", .owner)
    let token = try await formToken(server, staff)
    let refused = try await server.submit("/desk/notes", "form_token=\(token)&words=no", staff)
    #expect(refused.status == 422 && refused.text.contains("不行"))
    let wrong = try await server.submit(
      "/desk/notes",
      "form_token=\(token)&words=yes&stars=9",
      staff
    )
    #expect(wrong.status == 422 && wrong.text.contains("有一栏没有填对"))
    #expect(try await server.notes(of: server.mine).isEmpty)
  }

  @Test func `nobody signed in is led to the entrance, at every page of every module`()
    async throws
  {
    let server = try await server()
    for path in ["/desk", "/desk/notes"] {
      let answer = try await server.ask(.get, path, [.accept: "text/html"])
      #expect(answer.status == 303)
      #expect(answer.headers[.location]?.contains("/desk/sign-in?next=%2Fdesk") == true)
    }
  }

  @Test func `the colour is that of the first enabled module that has one`() async throws {
    let themed = try await server().ask(.get, "/theme.css")
    #expect(themed.text == ":root{--accent:\(DeskProbe.colour.accent)}")
    let plain = try await ProbeServer().ask(.get, "/theme.css")
    #expect(plain.text == ":root{--accent:\(PageLook.standard.accent)}")
  }

  @Test func `a page in a shell has its own style sheet and its own module's texts`() async throws {
    let server = try await server()
    let page = try await server.ask(.get, "/family?lang=en", [.accept: "text/html"])
    #expect(page.status == 200)
    #expect(page.text.contains("<h1>&lt;b&gt;</h1><p>Family</p>"))
    #expect(page.text.contains("class=\"page-family\""))
    let links = page.text.matches(of: /href="(\/assets\/[^"]+|\/theme[^"]+)"/).map { String($0.1) }
    #expect(links.contains { $0.contains("family.") } && links.count == 3)
    for link in links {
      #expect(
        try await server.ask(.get, link.replacing("&amp;", with: "&")).status == 200,
        "\(link)"
      )
    }
  }

  private func formToken(_ server: ProbeServer, _ staff: HTTPFields) async throws -> String {
    let text = try await server.ask(.get, "/desk", staff).text
    let match = try #require(text.firstMatch(of: /name="form_token" value="([^"]+)"/))
    return String(match.1)
  }
}

import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Problems", .tenantDatabase([Probe.module]))
struct ProblemTests {
  @Test func `a fault shows the request's id and nothing else`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.send("/api/v1/fault", "", key: "12345678")
    #expect(answer.status == 500)
    let id = try #require(answer.headers[.requestID])
    #expect(
      try answer.json == [
        "type": "urn:problem:web.internal_error", "code": "web.internal_error", "status": 500,
        "title": "Something went wrong on our side.", "detail": "Tell the operator the request_id.",
        "request_id": .string(id),
      ]
    )
    let line = try #require(server.log.lines.first { $0.hasPrefix("request failed") })
    #expect(line.contains(id) && line.contains("4711"))
  }

  @Test func `what is only asked for cannot write`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/sneak")
    let drawing = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
    let kept = try await server.mine.scope.media(MediaID(of: drawing.bytes))
    #expect(answer.status == 500)
    #expect(kept == nil)
    let line = try #require(server.log.lines.first { $0.hasPrefix("request failed") })
    #expect(line.contains("25006"), "read_only_sql_transaction")
  }

  @Test func `a browser gets a page in its language`() async throws {
    let server = try await ProbeServer()
    let accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    let chinese = try await server.ask(.get, "/nothing", [.accept: accept])
    #expect(chinese.status == 404)
    #expect(chinese.headers[.contentType] == "text/html; charset=utf-8")
    #expect(chinese.text.contains("<html lang=\"zh\">"))
    #expect(chinese.text.contains("href=\"/\""))
    let english = try await server.ask(
      .get,
      "/nothing",
      [.accept: accept, .acceptLanguage: "en-GB,zh;q=0.5"]
    )
    #expect(english.text.contains("There is no page here"))
    let style = try #require(english.text.firstMatch(of: /href="(\/assets\/[^"]+)"/))
    #expect(try await server.ask(.get, String(style.output.1)).status == 200)
  }

  @Test func `an API address answers with JSON whatever the browser prefers`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/api/v1/nothing", [.accept: "text/html"])
    #expect(answer.headers[.contentType] == "application/problem+json")
    let page = try await server.ask(
      .get,
      "/nothing",
      [.accept: "application/json, text/html;q=0.9"]
    )
    #expect(page.code == "web.not_found")
  }

  @Test func `every code explains itself and is named after its module`() {
    for description in RefusalDescription.all(of: WebRefusal.Code.self) {
      #expect(description.code.hasPrefix("web."))
      #expect(description.meaning.hasSuffix(".") && description.remedy.hasSuffix("."))
    }
  }

  @Test func `the page's texts are complete in four languages`() {
    #expect(PageKit.texts.problems(requiring: ["zh", "en", "ja", "id"]).isEmpty)
    #expect(TemplateProse.findings(in: PageKit.templates).isEmpty)
  }
}

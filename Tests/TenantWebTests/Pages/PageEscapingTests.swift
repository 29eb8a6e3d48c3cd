import HTTPTypes
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Escaping in pages", .tenantDatabase([Probe.module]))
struct PageEscapingTests {
  @Test(arguments: [
    ("%22%CC%81%20onfocus%3Dalert(1)", "&quot;\u{301} onfocus=alert(1)"),
    ("%27%E2%80%8D%3E", "&#39;\u{200D}&gt;"), ("%3C%CC%B8b%3E%26", "&lt;\u{338}b&gt;&amp;"),
    ("%E5%AE%9D%E5%AE%9D", "宝宝"),
  ])
  func `no mark that follows lets a quote or bracket through, in page, block and partial`(
    written: String,
    shown: String
  ) async throws {
    let server = try await ProbeServer()
    let page = try await server.ask(.get, "/echo?name=\(written)").text
    let part = "<p title=\"\(shown)\"><b title=\"\(shown)\"><b title=\"\(shown)\"></p>"
    let expected = "<main title=\"\(shown)\"><i title=\"\(shown)\">\(part)\(part)</main>"
    #expect(Array(page.trimmingEnds.utf8) == Array(expected.utf8))
  }
}

extension String {
  fileprivate var trimmingEnds: Substring {
    let head = drop(while: \.isWhitespace)
    return head[...(head.lastIndex { !$0.isWhitespace } ?? head.startIndex)]
  }
}

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Over a socket", .tenantDatabase([Probe.module]))
struct WireTests {
  @Test func `a connection survives every kind of answer`() async throws {
    let server = try await ProbeServer { $0.bodyLimitBytes = 4096 }
    let prefix = "/t/\(server.mine.snapshot.slug)"
    let application = Application(
      responder: server.responder,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      logger: server.log.logger
    )
    try await application.test(.live) { client in
      let page = try await client.executeRequest(
        uri: "\(prefix)/",
        method: .get,
        headers: [:],
        body: nil
      )
      #expect(page.status == .ok)
      let tag = try #require(page.headers[.eTag])
      let head = try await client.executeRequest(
        uri: "\(prefix)/",
        method: .head,
        headers: [:],
        body: nil
      )
      #expect(head.body.readableBytes == 0)
      #expect(head.headers[.contentLength] == "\(page.body.readableBytes)")
      let unchanged = try await client.executeRequest(
        uri: "\(prefix)/",
        method: .get,
        headers: [.ifNoneMatch: tag],
        body: nil
      )
      #expect(unchanged.status == .notModified)
      let done = try await client.executeRequest(
        uri: "\(prefix)/api/v1/items/tea",
        method: .put,
        headers: [:],
        body: nil
      )
      #expect(done.status == .noContent)
      let written = try await client.executeRequest(
        uri: "\(prefix)/notes",
        method: .post,
        headers: [.contentType: "application/x-www-form-urlencoded"],
        body: ByteBuffer(string: "text=over+the+wire")
      )
      #expect(written.status == .seeOther)
      let large = try await client.executeRequest(
        uri: "\(prefix)/api/v1/notes",
        method: .post,
        headers: [.contentType: "application/json"],
        body: ByteBuffer(repeating: UInt8(ascii: " "), count: 100_000)
      )
      #expect(large.status == .contentTooLarge)
    }
    #expect(try await server.notes(of: server.mine) == ["over the wire", "before"])
  }
}

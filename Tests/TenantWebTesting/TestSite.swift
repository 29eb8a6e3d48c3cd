package import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import TenantStore
package import TenantStoreTesting
package import TenantWeb

/// Two merchants' pages, asked without a socket and without limits of rates.
package struct TestSite: Sendable {
  package let mine: TestTenant
  package let other: TestTenant
  package let module: WebModule
  private let responder: TenantWebResponder

  /// Serves a module to both tenants of a pair.
  package init(_ module: WebModule, at pair: TenantPair) async throws {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    (mine, other) = (pair.mine, pair.other)
    self.module = module
    let directory = TenantDirectory(
      database: pair.mine.database,
      modules: current.modules,
      logger: .quiet
    )
    try await directory.refresh()
    var configuration = TenantWebConfiguration()
    configuration.rateLimits = .off
    responder = try TenantWebResponder(
      modules: [module],
      directory: directory,
      database: pair.mine.database,
      configuration: configuration,
      logger: .quiet
    )
  }

  /// Asks as a client does whose connection is plain.
  package func respond(
    _ method: HTTPRequest.Method,
    _ path: String,
    host: String,
    _ headers: HTTPFields,
    body: [UInt8]
  ) async throws -> TestReply {
    var headers = headers
    if !body.isEmpty { headers[.contentLength] = "\(body.count)" }
    let head = HTTPRequest(
      method: method,
      scheme: "http",
      authority: host,
      path: path,
      headerFields: headers
    )
    let source = ApplicationRequestContextSource(
      channel: NIOAsyncTestingChannel(),
      logger: .quiet
    )
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request,
      context: TenantWebContext(source: source)
    )
    let writer = CollectingWriter()
    try await response.body.write(writer)
    return TestReply(
      status: response.status.code,
      headers: response.headers,
      text: String(decoding: writer.bytes, as: UTF8.self)
    )
  }
}

private final class CollectingWriter: ResponseBodyWriter, Sendable {
  private let collected = Mutex<[UInt8]>([])
  var bytes: [UInt8] { collected.withLock { $0 } }
  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { $0 += buffer.readableBytesView }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Logger {
  fileprivate static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}

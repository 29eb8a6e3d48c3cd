import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Storefront
import StorefrontWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb

/// The responder with the shop's pages and API, asked without a socket.
struct ShopServer {
  private let responder: TenantWebResponder

  init(payments desk: PaymentDesk? = nil, offersRenditions: Bool = false) async throws {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    let quiet = Logger(label: "shop") { _ in SwiftLogNoOpLogHandler() }
    let directory = TenantDirectory(
      database: current.database,
      modules: current.modules,
      logger: quiet
    )
    try await directory.refresh()
    var configuration = TenantWebConfiguration()
    configuration.rateLimits = .off
    configuration.offersRenditions = offersRenditions
    responder = try TenantWebResponder(
      modules: [StorefrontWebModule.module(payments: desk)],
      directory: directory,
      database: current.database,
      configuration: configuration,
      logger: quiet
    )
  }

  func respond(
    _ method: HTTPRequest.Method,
    _ path: String,
    host: String,
    _ headers: HTTPFields,
    body: [UInt8]
  ) async throws -> WebAnswer {
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
      logger: Logger(label: "shop") { _ in SwiftLogNoOpLogHandler() }
    )
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request,
      context: TenantWebContext(source: source)
    )
    return try await WebAnswer(response)
  }
}

/// What came back.
struct WebAnswer {
  let status: Int
  let headers: HTTPFields
  let text: String

  init(_ response: Response) async throws {
    let writer = CollectingWriter()
    try await response.body.write(writer)
    status = response.status.code
    headers = response.headers
    text = String(decoding: writer.bytes, as: UTF8.self)
  }

  var json: JSONValue { get throws { try JSONValue(json: text) } }
  var location: String? { headers[.location] }

  var code: String? {
    guard case .string(let code)? = try? json["code"] else { return nil }
    return code
  }

  /// The value of the first field of a name in the page.
  func field(_ name: String) -> String? {
    guard let start = text.firstRange(of: "name=\"\(name)\"") else { return nil }
    let element = text[start.upperBound...].prefix { $0 != ">" }
    guard let value = element.firstRange(of: "value=\"") else { return nil }
    return String(element[value.upperBound...].prefix { $0 != "\"" })
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

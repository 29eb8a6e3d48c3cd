import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import SmartService
import SmartServiceWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb

/// Two merchants' chat and desk, asked without a socket.
struct ServiceServer {
  let mine: TestTenant
  let other: TestTenant
  let module: WebModule
  /// The orders that the port knows, by session.
  let orders = PlacedOrders()
  private let responder: TenantWebResponder

  /// The clock stands at 03:00 on 21 September 2026 in Shanghai, when nobody works.
  ///
  /// Both merchants' language model answers as `model` does; they have none without it.
  init(model: OutboundHTTP? = nil) async throws {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    var settings: [String: JSONValue] = [
      "answerMinutes": 10,
      "hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["09:00-22:00"]]],
    ]
    if model != nil {
      settings["languageModel"] = ["url": "https://models.example/v1", "model": "small-7"]
    }
    let pair = try await TenantPair.fresh(
      settings: ["service": .object(settings)],
      now: Date(timeIntervalSince1970: 1_789_930_800)
    )
    (mine, other) = (pair.mine, pair.other)
    let orders = orders
    module = SmartServiceWebModule.module(
      service: ServiceDesk(ports: .rules),
      orders: OrderLookup { session, _ in orders.found(session) },
      wordings: model.map { WordingDesk(http: $0, variables: [:]) }
    )
    let quiet = Logger(label: "service") { _ in SwiftLogNoOpLogHandler() }
    let directory = TenantDirectory(
      database: mine.database,
      modules: current.modules,
      logger: quiet
    )
    try await directory.refresh()
    var configuration = TenantWebConfiguration()
    configuration.rateLimits = .off
    responder = try TenantWebResponder(
      modules: [module],
      directory: directory,
      database: mine.database,
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
  ) async throws -> ServiceReply {
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
      logger: Logger(label: "service") { _ in SwiftLogNoOpLogHandler() }
    )
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request,
      context: TenantWebContext(source: source)
    )
    let writer = CollectingWriter()
    try await response.body.write(writer)
    return ServiceReply(
      status: response.status.code,
      headers: response.headers,
      text: String(decoding: writer.bytes, as: UTF8.self)
    )
  }
}

/// What came back.
struct ServiceReply {
  let status: Int
  let headers: HTTPFields
  let text: String

  var location: String? { headers[.location] }

  /// The first id with a prefix, such as `con_`, in the page.
  func id(_ prefix: String) -> String? {
    guard let start = text.firstRange(of: prefix) else { return nil }
    return String(text[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// Whether one text stands before another.
  func shows(_ first: String, before second: String) -> Bool {
    guard let one = text.firstRange(of: first), let two = text.firstRange(of: second) else {
      return false
    }
    return one.lowerBound < two.lowerBound
  }
}

/// Orders by the session that placed them.
final class PlacedOrders: Sendable {
  private let orders = Mutex<[SessionID: [OrderStanding]]>([:])

  func place(_ order: OrderStanding, by session: SessionID) {
    orders.withLock { $0[session, default: []].append(order) }
  }

  func found(_ session: SessionID) -> [OrderStanding] { orders.withLock { $0[session] ?? [] } }
}

private final class CollectingWriter: ResponseBodyWriter, Sendable {
  private let collected = Mutex<[UInt8]>([])
  var bytes: [UInt8] { collected.withLock { $0 } }
  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { $0 += buffer.readableBytesView }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

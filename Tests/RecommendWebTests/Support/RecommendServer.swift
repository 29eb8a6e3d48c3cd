import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Recommend
import RecommendWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb

/// Two merchants of whom both sell the same few things, asked without a socket.
struct RecommendServer {
  static let goods = [
    CatalogueItem(id: "rice", category: "food", ages: AgeSpan(from: 6, to: 12), price: 3_900),
    CatalogueItem(id: "plum", category: "food", ages: AgeSpan(from: 6, to: 12), price: 1_900),
    CatalogueItem(id: "bike", category: "toys", ages: AgeSpan(from: 36, to: 72), price: 39_900),
  ]

  let mine: TestTenant
  let other: TestTenant
  let recommender: Recommender
  let module: WebModule
  private let responder: TenantWebResponder

  init() async throws {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    (mine, other) = (pair.mine, pair.other)
    recommender = Recommender(
      ports: .init(catalogue: { ids, _, _ in
        Self.goods.filter { ids?.contains($0.id) ?? true }
      })
    )
    module = RecommendWebModule.module(
      recommender,
      ports: RecommendPagePorts(
        items: { ids, _ in
          Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, .init(name: "«\($0)»")) })
        },
        categories: { _ in ["food": "辅食"] }
      )
    )
    let quiet = Logger(label: "recommend") { _ in SwiftLogNoOpLogHandler() }
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
  ) async throws -> RecommendReply {
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
      logger: Logger(label: "recommend") { _ in SwiftLogNoOpLogHandler() }
    )
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request,
      context: TenantWebContext(source: source)
    )
    let writer = CollectingWriter()
    try await response.body.write(writer)
    return RecommendReply(
      status: response.status.code,
      headers: response.headers,
      text: String(decoding: writer.bytes, as: UTF8.self)
    )
  }
}

/// What came back.
struct RecommendReply {
  let status: Int
  let headers: HTTPFields
  let text: String

  var location: String? { headers[.location] }
  var json: JSONValue? { try? JSONValue(json: text) }
}

private final class CollectingWriter: ResponseBodyWriter, Sendable {
  private let collected = Mutex<[UInt8]>([])
  var bytes: [UInt8] { collected.withLock { $0 } }
  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { $0 += buffer.readableBytesView }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

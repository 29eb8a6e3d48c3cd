import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb

/// The responder with two tenants, asked without a socket.
struct ProbeServer {
  let mine: TestTenant
  let other: TestTenant
  let log = LogCapture()
  let metrics = PrometheusMetrics()
  let responder: TenantWebResponder

  init(
    modules web: [WebModule] = [Probe.web, Probe.absent],
    _ change: (inout TenantWebConfiguration) -> Void = { _ in }
  ) async throws {
    let pair = try await TenantPair.fresh(settings: ["probe": [:]])
    mine = pair.mine
    other = pair.other
    let modules = TestDatabase.current?.modules ?? []
    let directory = TenantDirectory(database: mine.database, modules: modules, logger: log.logger)
    try await directory.refresh()
    var configuration = TenantWebConfiguration()
    configuration.metrics = metrics
    change(&configuration)
    responder = try TenantWebResponder(
      modules: web,
      directory: directory,
      database: mine.database,
      configuration: configuration,
      logger: log.logger
    )
  }

  /// Asks at the host of `mine` unless another is named, from this machine unless told.
  func ask(
    _ method: HTTPRequest.Method,
    _ path: String,
    host: String? = nil,
    scheme: String = "http",
    peer: String = "127.0.0.1",
    _ headers: HTTPFields = [:],
    body: [UInt8]? = nil
  ) async throws -> Answer {
    var headers = headers
    if let body { headers[.contentLength] = "\(body.count)" }
    return try await ask(
      method,
      path,
      host: host,
      scheme: scheme,
      peer: peer,
      headers,
      stream: RequestBody(buffer: ByteBuffer(bytes: body ?? []))
    )
  }

  /// Asks with a body whose length nobody announces.
  func ask(
    _ method: HTTPRequest.Method,
    _ path: String,
    host: String? = nil,
    scheme: String = "http",
    peer: String = "127.0.0.1",
    _ headers: HTTPFields,
    stream: RequestBody
  ) async throws -> Answer {
    let head = HTTPRequest(
      method: method,
      scheme: scheme,
      authority: host ?? "\(mine.snapshot.slug).localhost:8080",
      path: path,
      headerFields: headers
    )
    let channel = NIOAsyncTestingChannel()
    channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 50_000)
    let source = ApplicationRequestContextSource(channel: channel, logger: log.logger)
    let response = try await responder.respond(
      to: Request(head: head, body: stream),
      context: TenantWebContext(source: source)
    )
    return try await Answer(response)
  }

  /// Posts JSON.
  func send(
    _ path: String,
    _ json: String,
    key: String? = nil,
    host: String? = nil,
    _ headers: HTTPFields = [:]
  ) async throws -> Answer {
    var headers = headers
    headers[.contentType] = "application/json"
    if let key { headers[.idempotencyKey] = key }
    return try await ask(.post, path, host: host, headers, body: Array(json.utf8))
  }

  /// Sends a form.
  func submit(_ path: String, _ form: String, host: String? = nil, _ headers: HTTPFields = [:])
    async throws -> Answer
  {
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    return try await ask(.post, path, host: host, headers, body: Array(form.utf8))
  }

  /// The notes that a tenant has.
  func notes(of tenant: TestTenant) async throws -> [String] {
    try await tenant.scope.auditEntries(of: "note").map(\.action)
  }

  /// Starts a session as a mini-programme does, and gives its token.
  func startedSession() async throws -> SessionToken {
    let answer = try await send("/api/v1/notes", #"{"text":"first"}"#, key: UUID().uuidString)
    let text = answer.headers[.sessionToken] ?? ""
    guard let token = SessionToken(text) else { throw ProbeMistake.noSession }
    return token
  }
}

enum ProbeMistake: Error { case noSession }

/// What came back.
struct Answer {
  let status: Int
  let headers: HTTPFields
  let body: [UInt8]

  init(_ response: Response) async throws {
    let writer = CollectingWriter()
    try await response.body.write(writer)
    status = response.status.code
    headers = response.headers
    body = writer.bytes
  }

  var text: String { String(decoding: body, as: UTF8.self) }
  var json: JSONValue { get throws { try JSONValue(json: text) } }
  var code: String? {
    guard case .string(let code)? = try? json["code"] else { return nil }
    return code
  }
  var cookies: [String] { headers[values: .setCookie] }
}

private final class CollectingWriter: ResponseBodyWriter, Sendable {
  private let collected = Mutex<[UInt8]>([])
  var bytes: [UInt8] { collected.withLock { $0 } }
  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { $0 += buffer.readableBytesView }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Keeps what was logged.
final class LogCapture: Sendable {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  var logger: Logger { Logger(label: "probe") { _ in Handler(capture: self) } }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      capture.kept.withLock { $0.append("\(event.message) \(pairs.joined(separator: " "))") }
    }
  }
}

extension HTTPField.Name {
  private static func known(_ name: String) -> Self {
    guard let name = Self(name) else { preconditionFailure("\(name) is no header name") }
    return name
  }
  static let idempotencyKey = known("Idempotency-Key")
  static let sessionToken = known("X-Session-Token")
  static let formToken = known("X-Form-Token")
  static let fetchSite = known("Sec-Fetch-Site")
  static let link = known("Link")
  static let replayed = known("Idempotent-Replayed")
  static let forwardedFor = known("X-Forwarded-For")
  static let forwardedProto = known("X-Forwarded-Proto")
  static let requestID = known("X-Request-Id")
  static let policy = known("Content-Security-Policy")
}

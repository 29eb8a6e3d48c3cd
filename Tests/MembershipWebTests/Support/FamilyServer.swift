import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Membership
import MembershipWeb
import NIOCore
import NIOEmbedded
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb

/// Two merchants' family pages and desk, asked without a socket; codes go into a postbox.
struct FamilyServer {
  let mine: TestTenant
  let other: TestTenant
  let module: WebModule
  let postbox = Postbox()
  private let responder: TenantWebResponder

  /// The clock stands at 09:15 on 21 September 2026 in Shanghai.
  init() async throws {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    let pair = try await TenantPair.fresh(
      settings: familySettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    (mine, other) = (pair.mine, pair.other)
    let desk = SignInDesk(
      providers: [postbox],
      codes: SignInCodes(key: Secret(Array(repeating: 7, count: 32)))
    )
    module = MembershipWebModule.module(signIn: desk)
    let quiet = Logger(label: "family") { _ in SwiftLogNoOpLogHandler() }
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
  ) async throws -> FamilyAnswer {
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
      logger: Logger(label: "family") { _ in SwiftLogNoOpLogHandler() }
    )
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request,
      context: TenantWebContext(source: source)
    )
    let writer = CollectingWriter()
    try await response.body.write(writer)
    return FamilyAnswer(
      status: response.status.code,
      headers: response.headers,
      text: String(decoding: writer.bytes, as: UTF8.self)
    )
  }
}

/// What came back.
struct FamilyAnswer {
  let status: Int
  let headers: HTTPFields
  let text: String

  var location: String? { headers[.location] }

  /// The value of the first field of a name in the page.
  func field(_ name: String) -> String? {
    guard let start = text.firstRange(of: "name=\"\(name)\"") else { return nil }
    let element = text[start.upperBound...].prefix { $0 != ">" }
    guard let value = element.firstRange(of: "value=\"") else { return nil }
    return String(element[value.upperBound...].prefix { $0 != "\"" })
  }

  /// The first id with a prefix, such as `chd_`, in the page.
  func id(_ prefix: String) -> String? {
    guard let start = text.firstRange(of: prefix) else { return nil }
    return String(text[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
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

/// Keeps the codes that were sent, by number.
final class Postbox: MessageProvider {
  private let codes = Mutex<[String: String]>([:])
  let channel = ContactChannel.phone

  func send(code: String, to address: String, from tenant: TenantSnapshot) async throws {
    codes.withLock { $0[address] = code }
  }

  func send(_ text: String, to address: String, from tenant: TenantSnapshot) async throws {}

  /// The last code that went to a number.
  func code(_ address: String) -> String { codes.withLock { $0[address] ?? "" } }
}

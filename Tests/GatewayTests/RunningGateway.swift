import DatabaseBootstrap
import Foundation
import Gateway
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A gateway in this process, on a free port.
struct RunningGateway: Sendable {
  let port: Int

  /// Runs a gateway on a database for as long as a closure runs.
  static func serving(
    _ location: DatabaseLocation,
    _ body: (RunningGateway) async throws -> Void
  ) async throws {
    var configuration = GatewayConfiguration(location: location)
    configuration.port = 0
    let process = GatewayProcess(configuration, logger: .quiet, announce: { _ in })
    let (ports, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
    let task = Task {
      do {
        try await process.run(endingOn: [], onReady: { continuation.yield($0) })
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    do {
      var first = ports.makeAsyncIterator()
      let port = try await first.next()
      try await body(RunningGateway(port: try #require(port)))
    } catch {
      task.cancel()
      await task.value
      throw error
    }
    task.cancel()
    await task.value
  }

  /// On the database of the suite.
  static func onSuiteDatabase(_ body: (RunningGateway) async throws -> Void) async throws {
    let database = try #require(TestDatabase.current)
    let location = DatabaseLocation.server(
      owner: try await database.connectionString(role: DatabaseRoles.admin),
      application: try await database.connectionString(role: DatabaseRoles.application),
      system: try await database.connectionString(role: DatabaseRoles.system)
    )
    try await serving(location, body)
  }

  /// What a page or a call of the API answers.
  struct Answer {
    let status: Int
    let body: String
    var json: JSONValue? { try? JSONValue(json: body) }
  }

  func get(_ path: String, host: String = "localhost", accept: String = "application/json")
    async throws -> Answer
  {
    try await Self.get(path, port: port, host: host, accept: accept)
  }

  static func get(
    _ path: String,
    port: Int,
    host: String = "localhost",
    accept: String = "application/json"
  ) async throws -> Answer {
    let url = try #require(URL(string: "http://\(host):\(port)\(path)"))
    var request = URLRequest(url: url)
    request.setValue(accept, forHTTPHeaderField: "Accept")
    request.timeoutInterval = 30
    let (data, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    return Answer(status: status, body: String(decoding: data, as: UTF8.self))
  }
}

extension TenantDocument {
  /// A shop that sells nothing yet.
  static func shop(_ slug: String, name: String = "Ada", modules: [String: JSONValue]) throws
    -> TenantDocument
  {
    let zh = try #require(LanguageTag(rawValue: "zh"))
    return TenantDocument(
      tenant: slug,
      name: LocalizedText([zh: name]),
      hosts: ["\(slug).localhost"],
      locales: [zh],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: modules
    )
  }

  /// Settings with which a shop opens.
  static let storefront: JSONValue = [
    "tagline": ["zh": "好"], "accent": "#c2410c", "contact": [:],
    "freight": ["flat": "8.00"],
    "stages": [["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿"]]],
    "payments": [["provider": "cashOnDelivery", "name": ["zh": "货到付款"]]],
  ]
}

import Foundation

/// A gateway with merchants who have customer service and nothing else.
struct ServiceHouse: Sendable {
  let server: ShopServer
  /// Merchants with the same 2,000 entries each, as hosts.
  let hosts: [String]
  /// The merchant whose language model never says a word.
  let stalledHost = "stalled.localhost"
  /// That model.
  let stalled: StalledService

  static func started(isShort: Bool) async throws -> Self {
    let server = try await ShopServer.started()
    let stalled = try StalledService()
    let entries = isShort ? 100 : ServiceKnowledge.count
    let names = (0..<(isShort ? 2 : 20)).map { "service-\($0)" }
    for name in names {
      try await apply(name, "{}", entries: name == names[0] ? entries : 0, on: server)
    }
    let model = "{languageModel: {url: \"http://127.0.0.1:\(stalled.port)/v1\", model: stalled}}"
    try await apply("stalled", model, entries: 100, on: server)
    try await copyKnowledge(of: names[0], on: server)
    let house = Self(server: server, hosts: names.map { "\($0).localhost" }, stalled: stalled)
    try await house.waitUntilServed()
    return house
  }

  /// Registers a merchant with customer service alone.
  static func apply(
    _ name: String,
    _ settings: String,
    entries: Int,
    on server: ShopServer
  ) async throws {
    let folder = server.folder.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let document = """
      tenant: \(name)
      name: {zh: 客服, en: Service}
      hosts: [\(name).localhost]
      locales: [zh, en]
      currency: CNY
      timeZone: Asia/Shanghai
      market: CN
      modules:
        service: \(settings)

      """
    try Data(document.utf8).write(to: folder.appending(path: "tenant.yaml"))
    if entries > 0 {
      let file = folder.appending(path: "knowledge.csv")
      try Data(ServiceKnowledge.csv(entries).utf8).write(to: file)
    }
    _ = try await Program.output(
      Program.beside("tenant-admin"),
      ["apply", folder.path()],
      environment: server.environment
    )
  }

  /// Gives the knowledge of one merchant to the others; nineteen further imports would show nothing.
  private static func copyKnowledge(of name: String, on server: ShopServer) async throws {
    let others = """
      CROSS JOIN (SELECT id FROM tenancy.tenant WHERE slug LIKE 'service-%' AND slug <> '\(name)') o
      WHERE s.tenant_id = (SELECT id FROM tenancy.tenant WHERE slug = '\(name)')
      """
    try await server.address.execute(
      """
      INSERT INTO service.knowledge_entry
      SELECT o.id, s.id, s.slug, s.topic, s.published_version, s.added_at
      FROM service.knowledge_entry s \(others);
      INSERT INTO service.knowledge_version
      SELECT o.id, s.entry_id, s.version, s.state, s.language, s.question, s.similar_questions,
        s.answer, s.min_age_days, s.max_age_days, s.source, s.reviewer, s.reviewed_at, s.due_at,
        s.written_at
      FROM service.knowledge_version s \(others);
      INSERT INTO service.knowledge_revision
      SELECT o.id, s.revision FROM service.knowledge_revision s \(others)
      """
    )
    try await server.address.execute("VACUUM ANALYZE")
  }

  /// A merchant is served within a second of its registration; its index is made by the first question.
  private func waitUntilServed() async throws {
    for host in hosts + [stalledHost] {
      let visitor = Visitor(port: server.port, host: host)
      let deadline = ContinuousClock.now + .seconds(60)
      while try Talk.say(ServiceKnowledge.question(0), by: visitor).status != 200 {
        guard ContinuousClock.now < deadline else {
          throw Visitor.Failure(description: "\(host) is not served")
        }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  func stop() async {
    await server.stop()
    stalled.end()
  }
}

/// A talk by the API.
enum Talk {
  private static let path = "/api/v1/service/talk"

  struct State: Decodable {
    struct Message: Decodable {
      struct Answer: Decodable { let action: String }
      let author: String
      let text: String
      let answer: Answer?
    }
    let state: String
    let messages: [Message]

    init(_ reply: Visitor.Reply) throws {
      guard reply.status == 200 else {
        let said = String(decoding: reply.body.prefix(300), as: UTF8.self)
        throw Visitor.Failure(description: "status \(reply.status): \(said)")
      }
      self = try JSONDecoder().decode(Self.self, from: Data(reply.body))
    }
  }

  static func say(_ text: String, by visitor: Visitor, key: String? = nil) throws -> Visitor.Reply {
    try visitor.ask("POST", "\(path)/messages", json: #"{"text": "\#(text)"}"#, key: key)
  }

  static func reword(by visitor: Visitor) throws -> Visitor.Reply {
    try visitor.ask("POST", "\(path)/wording")
  }
}

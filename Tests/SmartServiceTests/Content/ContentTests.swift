import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Publishes an entry.
  func publish(_ slug: String) async throws {
    let draft = KnowledgeDraft(slug: slug, question: "怎么用\(slug)？", answer: "这样用。", source: "S")
    try await transaction { transaction in
      let desk = ServiceDesk()
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge(slug, by: .system, in: transaction)
      try await desk.publishKnowledge(slug, reviewer: "R", by: .system, in: transaction)
    }
  }

  @discardableResult
  func use(_ slug: String, _ kind: ContentKind, by session: SessionID) async throws -> String? {
    try await transaction { try await ContentDesk.use(slug, kind, by: session, in: $0) }
  }

  func link(_ skus: [String], to slug: String) async throws {
    try await transaction { try await ContentDesk.link(skus, to: slug, by: .system, in: $0) }
  }

  func keep(_ format: EntryFormat, of slug: String) async throws {
    try await transaction { try await ContentDesk.keep(format, of: slug, by: .system, in: $0) }
  }

  func buy(_ order: UUID, _ lines: [(String, Int64)], by session: SessionID?) async throws {
    let paid = lines.map {
      PaidLine(sku: $0.0, net: Money(minorUnits: $0.1, currency: snapshot.currency))
    }
    let now = clock.now
    try await transaction {
      try await ContentDesk.credit(order, paid, by: session, placedAt: now, in: $0)
    }
  }
}

/// Does everything with formats once, so that every table has rows and every query has run.
func spreadContent(_ tenant: TestTenant) async throws {
  try await tenant.publish("bottle")
  try await tenant.keep(EntryFormat(.video, url: "https://films.example/1"), of: "bottle")
  try await tenant.keep(
    EntryFormat(.live, url: "https://films.example/2", startsAt: tenant.clock.now),
    of: "bottle"
  )
  try await tenant.link(["A", "B"], to: "bottle")
  try await tenant.link(["A"], to: "bottle")
  let (session, gone, order) = (tenant.newSession(), tenant.newSession(), UUID())
  for kind in ContentKind.allCases { try await tenant.use("bottle", kind, by: session) }
  try await tenant.use("bottle", .article, by: gone)
  try await tenant.buy(order, [("A", 100)], by: session)
  try await tenant.buy(UUID(), [("A", 100)], by: session)
  _ = try await tenant.scope.contentFigures(days: 30)
  _ = try await tenant.scope.linkedGoods(of: "bottle")
  try await tenant.transaction { transaction in
    try await ContentDesk.uncredit(order, in: transaction)
    try await ContentDesk.remove(.live, of: "bottle", by: .system, in: transaction)
    _ = try await ConversationDesk.erase(session: gone, in: transaction)
  }
  try await tenant.runServiceJobs()
}

@Suite("Formats of entries", .tenantDatabase([SmartServiceModule.module]))
struct ContentTests {
  private func refusal(_ body: () async throws -> Void) async -> ServiceRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? ServiceRefusal)?.code }
  }

  @Test(arguments: [
    "http://films.example/1", "https://films", "javascript:alert(1)", "https://a:b@films.example/",
    "https://films.example/ 1", "https://films.example/\u{202E}", "", "//films.example/1",
    "https://films.example/" + String(repeating: "x", count: 500),
  ])
  func `an address that is none is refused`(_ url: String) {
    #expect(throws: ServiceRefusal(.formatInvalid)) { try EntryFormat(.video, url: url) }
  }

  @Test func `an article is no format, and a date is for broadcasts alone`() {
    let url = "https://films.example/1"
    #expect(throws: ServiceRefusal(.formatInvalid)) { try EntryFormat(.article, url: url) }
    #expect(throws: ServiceRefusal(.formatInvalid)) { try EntryFormat(.live, url: url) }
    #expect(throws: ServiceRefusal(.formatInvalid)) {
      try EntryFormat(.video, url: url, startsAt: .distantPast)
    }
  }

  @Test func `uses are counted, and orders after them, each once and for its merchant`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let (mine, other) = (pair.mine, pair.other)
    for tenant in [mine, other] {
      try await tenant.publish("bottle")
      try await tenant.publish("rice")
      try await tenant.link(["A"], to: "bottle")
    }
    let url = "https://films.example/1"
    try await mine.keep(EntryFormat(.video, url: url), of: "bottle")
    let (buyer, reader, order) = (mine.newSession(), mine.newSession(), UUID())
    #expect(try await mine.use("bottle", .video, by: buyer) == url)
    #expect(try await other.use("bottle", .video, by: buyer) == nil)
    #expect(try await mine.use("bottle", .article, by: buyer) == nil)
    try await mine.use("bottle", .article, by: reader)
    try await mine.use("rice", .article, by: buyer)
    try await mine.use("nothing", .article, by: buyer)
    mine.clock.advance(by: 86_400)
    for _ in 0..<2 { try await mine.buy(order, [("A", 300), ("A", 200), ("C", 70)], by: buyer) }
    try await mine.buy(UUID(), [("A", 999)], by: nil)
    try await other.buy(order, [("A", 500)], by: buyer)
    let found = try await mine.scope.contentFigures(days: 30)
    #expect(found.map(\.slug) == ["bottle", "rice"])
    #expect(found[0].reads == 2 && found[0].plays == 1 && found[0].lives == 0)
    #expect(found[0].orders == 1 && found[0].amountMinor == 500)
    #expect(found[0].question == "怎么用bottle？")
    // Nobody's session is kept for an entry that speaks of no goods.
    #expect(found[1].reads == 1 && found[1].orders == 0)
    #expect(try await other.scope.contentFigures(days: 30).isEmpty)

    try await mine.transaction { try await ContentDesk.uncredit(order, in: $0) }
    #expect(try await mine.scope.contentFigures(days: 30)[0].orders == 0)
    mine.clock.advance(by: 14 * 86_400)
    try await mine.buy(UUID(), [("A", 100)], by: buyer)
    #expect(try await mine.scope.contentFigures(days: 30)[0].orders == 0)
    #expect(try await mine.scope.contentFigures(days: 7).isEmpty)
  }

  @Test func `an order before the use, and one after its erasure, count for nothing`() async throws
  {
    let mine = try await TenantPair.fresh().mine
    try await mine.publish("bottle")
    try await mine.link(["A"], to: "bottle")
    let (early, erased) = (mine.newSession(), mine.newSession())
    try await mine.buy(UUID(), [("A", 100)], by: early)
    mine.clock.advance(by: 60)
    try await mine.use("bottle", .article, by: early)
    try await mine.use("bottle", .article, by: erased)
    try await mine.transaction { _ = try await ConversationDesk.erase(session: erased, in: $0) }
    try await mine.buy(UUID(), [("A", 100)], by: erased)
    let found = try await mine.scope.contentFigures(days: 30)
    #expect(found.map(\.reads) == [2] && found.map(\.orders) == [0])
  }

  @Test func `goods and formats belong to an entry that is there`() async throws {
    let mine = try await TenantPair.fresh().mine
    let film = try EntryFormat(.video, url: "https://films.example/1")
    #expect(await refusal { try await mine.keep(film, of: "nothing") } == .formatInvalid)
    #expect(await refusal { try await mine.link(["A"], to: "nothing") } == .formatInvalid)
    try await mine.publish("bottle")
    let many = (0...ContentDesk.goodsLimit).map { "S\($0)" }
    #expect(await refusal { try await mine.link(many, to: "bottle") } == .formatInvalid)
    try await mine.link(["B", "A", "A"], to: "bottle")
    #expect(try await mine.scope.linkedGoods(of: "bottle") == ["A", "B"])
    try await mine.link([], to: "bottle")
    #expect(try await mine.scope.linkedGoods(of: "bottle").isEmpty)
  }
}

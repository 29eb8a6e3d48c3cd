import Foundation
import HTTPTypes
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("The API of recommendations", .tenantDatabase([RecommendModule.module]))
struct RecommendAPITests {
  private let rows = "/api/v1/recommendations?age=6"
  private let position = "/api/v1/recommendations/personalisation"

  @Test func `what a visitor looks at changes the rows once they ask for it, and not after`()
    async throws
  {
    let server = try await RecommendServer()
    let app = Visitor(server.site, at: server.mine)
    let stranger = try await app.callFromPage(.get, rows)
    #expect(stranger.status == 200 && subjects(stranger) == ["for_age"])
    #expect(!stranger.text.contains("bike"))
    let early = try await app.callFromPage(.post, "/api/v1/signals", signals(server.mine))
    #expect(early.json?["unwanted"] == 2, "nobody asked for it")

    #expect(try await app.callFromPage(.put, position, ["on": true]).json?["on"] == true)
    let told = signals(server.mine)
    let taken = try await app.callFromPage(.post, "/api/v1/signals", told)
    #expect(taken.json?["taken"] == 1 && taken.json?["refused"] == 1)
    let again = try await app.callFromPage(.post, "/api/v1/signals", told)
    #expect(again.json?["taken"] == 0 && again.json?["known"] == 1)
    let known = try await app.callFromPage(.get, rows)
    #expect(subjects(known) == ["for_you", "for_age"] && known.text.contains("alike_viewed"))

    app.moves(to: server.other)
    #expect(
      subjects(try await app.callFromPage(.get, rows)) == ["for_age"],
      "a session of one shop"
    )
    app.moves(to: server.mine)
    let off = try await app.callFromPage(.put, position, ["on": false])
    #expect(off.json?["on"] == false && off.json?["standing"] == "off")
    #expect(try await app.callFromPage(.get, position).json?["on"] == false)
    #expect(try await app.callFromPage(.get, rows).json == stranger.json)
    let ignored = try await app.callFromPage(.post, "/api/v1/signals", signals(server.mine))
    #expect(ignored.json?["unwanted"] == 2)
  }

  @Test func `a page about an item shows what can stand for it`() async throws {
    let server = try await RecommendServer()
    let app = Visitor(server.site, at: server.mine)
    let answer = try await app.callFromPage(.get, "/api/v1/recommendations?item=rice")
    #expect(subjects(answer).first == "good_value" && answer.text.contains("plum"))
  }

  @Test
  func `what goods give for their price is told with every part, and to nobody's disadvantage`()
    async throws
  {
    let server = try await RecommendServer()
    let app = Visitor(server.site, at: server.mine)
    let answer = try await app.callFromPage(.get, "/api/v1/recommendations/values?item=rice")
    guard answer.status == 200, case .array(let goods)? = answer.json?["goods"] else {
      Issue.record("\(answer.text)")
      return
    }
    #expect(goods.count == 3 && goods.first?["item"] == "plum")
    for part in ["stars", "expected_stars", "return_rate", "proofs", "unit_price", "index"] {
      #expect(goods.allSatisfy { $0[part] != nil }, "\(part)")
    }
    let page = try await app.callFromPage(.get, "/api/v1/recommendations?item=rice")
    #expect(subjects(page).first == "good_value" && page.text.contains("\"own\""))
    #expect(
      try await app.callFromPage(.get, "/api/v1/recommendations/values?item=bike").json?["goods"]
        == .array([])
    )
    #expect(try await app.callFromPage(.get, "/api/v1/recommendations/values").status >= 400)
    let odd = try await app.callFromPage(.get, "/api/v1/recommendations?scenario=moon")
    #expect(odd.status == 400 || odd.status == 422)
  }

  @Test(arguments: ["?age=x", "?age=999", "?limit=0", "?limit=51"])
  func `what is out of range is refused`(_ query: String) async throws {
    let server = try await RecommendServer()
    let answer = try await Visitor(server.site, at: server.mine)
      .callFromPage(.get, "/api/v1/recommendations\(query)")
    #expect(answer.status == 400 || answer.status == 422, "\(query)")
  }

  @Test func `a shop without the module answers with 404`() async throws {
    let bare = try await TenantPair.fresh().mine
    let server = try await RecommendServer()
    #expect(try await Visitor(server.site, at: bare).callFromPage(.get, rows).status == 404)
  }

  /// One view, and one event that says nothing of an item.
  private func signals(_ tenant: TestTenant) -> JSONValue {
    let ids = (0..<2).map { _ in SignalID.make(in: tenant.database.environment).description }
    return [
      "signals": [
        ["id": .string(ids[0]), "kind": "view", "item": "rice"],
        ["id": .string(ids[1]), "kind": "cart"],
      ]
    ]
  }

  private func subjects(_ answer: TestReply) -> [String] {
    guard case .array(let rows)? = answer.json?["rows"] else { return [] }
    return rows.compactMap { row in
      if case .string(let subject)? = row["subject"] { subject } else { nil }
    }
  }
}

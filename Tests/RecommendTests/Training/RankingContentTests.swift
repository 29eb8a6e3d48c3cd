import Recommend
import Testing

@Suite("A ranking as it lies on the shelf")
struct RankingContentTests {
  private static let ranking = ItemRanking(
    items: (0..<60).map { "item-\($0)" },
    model: RecommendationModel(Taste.shop(users: 120, seed: 3))
  )

  @Test func `it is the same after it was stored`() throws {
    let read = try ItemRanking(content: try Self.ranking.content())
    #expect(read.items == Self.ranking.items)
    #expect(read.model == Self.ranking.model)
    #expect(
      read.model.recommend(for: 5, count: 10) == Self.ranking.model.recommend(for: 5, count: 10)
    )
  }

  @Test func `bytes that are none are refused, wherever they break off or turn`() throws {
    let content = try Self.ranking.content()
    for length in stride(from: 0, to: content.count, by: 997) {
      #expect(throws: (any Error).self) { try ItemRanking(content: Array(content.prefix(length))) }
    }
    #expect(throws: (any Error).self) { try ItemRanking(content: content + [0]) }
    #expect(throws: (any Error).self) { try ItemRanking(content: []) }
    #expect(throws: (any Error).self) {
      try ItemRanking(content: [UInt8](repeating: 0xFF, count: 64))
    }
  }
}

@Suite("Proposals under rules")
struct ProposalTests {
  private static let model = RecommendationModel(Taste.shop(users: 300, seed: 11))

  @Test func `rules come before the rank: what is closed leaves its place to the next`() {
    let history = [0, 6, 12]
    let all = Self.model.proposals(history: history, count: 60) { _ in true }.map(\.item)
    let odd = Self.model.proposals(history: history, count: 8) { $0 % 2 == 1 }.map(\.item)
    #expect(odd == Array(all.filter { $0 % 2 == 1 }.prefix(8)))
    #expect(Self.model.proposals(history: history, count: 8) { _ in false }.isEmpty)
    #expect(all == Self.model.recommend(history: history, count: 60).map(\.item))
  }

  @Test func `the reason is what the full explanation names first`() {
    for user in 0..<40 {
      let history = [user % 60, (user * 7 + 3) % 60]
      for proposal in Self.model.proposals(history: history, count: 5, where: { _ in true }) {
        let told = Self.model.explain(proposal.item, history: history).reasons.first
        #expect(proposal.reason == told.flatMap { $0.score > 0 ? $0.item : nil })
      }
    }
  }

  @Test(arguments: [(10, 4), (5_000, 4_000), (9_000, 100)])
  func `the likest have a say, about as many as are wanted`(users: Int, wanted: Int) {
    var room = NeighbourWorkspace(userCount: users)
    for user in 0..<users {
      room.sums[user] = Float((user * 7_919) % users + 1) / Float(users)
      room.touched.append(Int32(user))
    }
    let bound = room.bound(for: wanted)
    let heard = room.sums.count { $0 >= bound }
    #expect(heard >= wanted && heard <= wanted + users / 1_000 + 2)
    #expect(room.bound(for: users) == 0)
  }
}

@Suite("Tables as they lie on the shelf")
struct TableContentTests {
  private let partners = PartnerTable(partners: [
    "a": [.init(item: "b", weight: 0.5), .init(item: "c", weight: -1)], "b": [],
    "米粉": [.init(item: "a", weight: .infinity)],
  ])
  private let needs = NeedTable(needs: [
    "per_1": [.init(category: "food", probability: 0.25)], "per_2": [],
  ])

  @Test func `they are the same after they were stored, and equal ones give equal bytes`() throws {
    #expect(try PartnerTable(content: try partners.content()) == partners)
    #expect(try NeedTable(content: try needs.content()) == needs)
    #expect(try partners.content() == partners.content())
    #expect(try NeedTable(content: try NeedTable(needs: [:]).content()).content().count > 0)
  }

  @Test func `bytes that are none are refused, wherever they break off`() throws {
    let content = try partners.content()
    for length in 0..<content.count {
      #expect(throws: (any Error).self) { try PartnerTable(content: Array(content.prefix(length))) }
    }
    #expect(throws: (any Error).self) { try NeedTable(content: [UInt8]("{}".utf8)) }
  }
}

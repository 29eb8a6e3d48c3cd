import Foundation
import Recommend
import Testing

@Suite("Recommendations")
struct RecommendationModelTests {
  static let shop = Taste.shop(users: 300, seed: 7)
  static let model = BlendChoice().model(fitting: shop)

  @Test func `who bought what one group buys is shown more of that group`() {
    let model = Self.model
    var share = 0.0
    for user in 0..<100 {
      let list = model.recommend(for: user, count: 5)
      share += Double(list.count { $0.item % Taste.groups == user % Taste.groups }) / 5
    }

    #expect(share / 100 > 0.5)
  }

  @Test func `nothing that a user has is proposed, and no item twice`() {
    for user in 0..<Self.shop.userCount {
      let items = Self.model.recommend(for: user, count: 30).map(\.item)
      #expect(Set(items).count == items.count)
      #expect(Set(items).isDisjoint(with: Self.shop.byUser[user].map(Int.init)))
    }
  }

  @Test func `two fits of the same interactions are equal`() {
    #expect(BlendChoice().model(fitting: Self.shop) == Self.model)
  }

  @Test func `a model is the same after it was stored`() throws {
    let stored = try JSONEncoder().encode(Self.model)

    #expect(try JSONDecoder().decode(RecommendationModel.self, from: stored) == Self.model)
  }

  @Test func `the reasons of an item add up to its score`() {
    for user in 0..<50 {
      for entry in Self.model.recommend(for: user, count: 3) {
        let told = Self.model.explain(entry.item, for: user)
        #expect(abs(told.score - entry.score) < 1e-4)
        #expect(Set(told.reasons.map(\.item)) == Set(Self.shop.byUser[user].map(Int.init)))
      }
    }
  }

  @Test func `the reason is the item of the same group`() throws {
    let told = Self.model.explain(6, history: [0, 1])

    #expect(told.reasons.first?.item == 0)
  }

  /// Taking a user's items anew equals asking for those items as a newcomer among the others.
  @Test func `an update of one user equals computing the user anew`() throws {
    var updated = Self.model
    let items = [3, 9, 4, 21, 9_999, -1]

    updated.update(user: 5, items: items)

    var without = Self.model
    without.update(user: 5, items: [])
    let expected = without.recommend(history: items, count: 20)
    let given = updated.recommend(for: 5, count: 20)
    #expect(given.map(\.item) == expected.map(\.item))
    for (one, other) in zip(given, expected) { #expect(abs(one.score - other.score) < 1e-5) }
  }

  @Test func `somebody without a history gets what is popular`() {
    let list = Self.model.recommend(history: [], count: 10)

    let counts = list.map { Self.shop.popularity(of: $0.item) }
    #expect(counts == counts.sorted(by: >))
    #expect(list.count == 10)
  }
}

/// Users who buy within their group of items, mostly.
enum Taste {
  static let groups = 6

  static func shop(users: Int, items: Int = 60, seed: UInt64) -> Interactions {
    var random = Dice(seed: seed)
    var pairs: [(user: Int, item: Int)] = []
    for user in 0..<users {
      for _ in 0..<Int.random(in: 2...7, using: &random) {
        let place = Int.random(in: 0..<items / groups, using: &random)
        let isOwn = Int.random(in: 0..<10, using: &random) > 0
        let group = isOwn ? user % groups : Int.random(in: 0..<groups, using: &random)
        pairs.append((user, place * groups + group))
      }
    }
    guard let shop = try? Interactions(pairs: pairs, userCount: users, itemCount: items) else {
      preconditionFailure("all numbers are in range")
    }
    return shop
  }
}

import Foundation
import Recommend
import Testing

@Suite("Shops at the edge")
struct OddShopTests {
  @Test func `an empty shop has nothing to propose`() throws {
    let model = RecommendationModel(try Interactions(pairs: [], userCount: 0, itemCount: 0))

    #expect(model.recommend(history: [1, 2], count: 5) == [])
    #expect(BlendChoice().model(fitting: model.interactions).recommend(history: [], count: 5) == [])
  }

  @Test func `one user has nobody to learn from but the items`() throws {
    let pairs = [(user: 0, item: 1), (user: 0, item: 2)]
    let model = RecommendationModel(try Interactions(pairs: pairs, userCount: 1, itemCount: 4))

    let list = model.recommend(for: 0, count: 10)

    #expect(list.map(\.item) == [0, 3])
    #expect(list.allSatisfy { $0.score.isFinite })
  }

  @Test func `one item is proposed to whom it is new only`() throws {
    let pairs = (0..<5).map { (user: $0, item: 0) }
    let model = RecommendationModel(try Interactions(pairs: pairs, userCount: 6, itemCount: 1))

    #expect(model.recommend(for: 0, count: 10) == [])
    #expect(model.recommend(for: 5, count: 10).map(\.item) == [0])
  }

  @Test func `two tastes of few items have nothing in common, and leave a model that can be kept`()
    throws
  {
    let pairs = (0..<720).flatMap { user in
      let own = user % 2 == 0 ? [0, 1, 2, 3] : [4, 5, 6]
      return (0..<3).map { (user: user, item: own[(user / 2 + $0) % own.count]) }
    }
    let model = RecommendationModel(try Interactions(pairs: pairs, userCount: 720, itemCount: 7))

    let kept = try JSONEncoder().encode(model)

    #expect(try JSONDecoder().decode(RecommendationModel.self, from: kept) == model)
    #expect(model.recommend(for: 0, count: 1).map(\.item) == [3])
  }

  @Test func `histories that are all alike leave finite scores`() throws {
    let pairs = (0..<200).flatMap { user in [1, 3, 5].map { (user: user, item: $0) } }
    let shop = try Interactions(pairs: pairs, userCount: 200, itemCount: 8)
    let model = BlendChoice().model(fitting: shop)

    let list = model.recommend(for: 0, count: 8)

    #expect(Set(list.map(\.item)) == [0, 2, 4, 6, 7])
    #expect(list.allSatisfy { $0.score.isFinite })
    #expect(model.recommend(history: [1], count: 2).map(\.item).sorted() == [3, 5])
  }

  /// A bot that takes everything looks like everybody and therefore says nothing about anybody.
  @Test func `a bot with 100,000 events hardly changes what others are shown`() throws {
    let shop = Taste.shop(users: 300, seed: 3)
    var pairs = (0..<300).flatMap { user in shop.byUser[user].map { (user: user, item: Int($0)) } }
    for event in 0..<100_000 { pairs.append((300, event % 60)) }
    let visited = try Interactions(pairs: pairs, userCount: 301, itemCount: 60)

    let choice = BlendChoice()
    let (before, after) = (choice.model(fitting: shop), choice.model(fitting: visited))

    #expect(after.recommend(for: 300, count: 10) == [])
    let kept = (0..<100).reduce(0) { sum, user in
      let shown = Set(before.recommend(for: user, count: 10).map(\.item))
      return sum + after.recommend(for: user, count: 10).count { shown.contains($0.item) }
    }
    #expect(kept > 800)
  }

  @Test func `a small shop keeps the weights of its size`() {
    let shop = Taste.shop(users: 12, seed: 1)

    let model = BlendChoice().model(fitting: shop)

    #expect(model.weights == .prior(userCount: 12))
    #expect(model.recommend(for: 0, count: 3).count == 3)
  }
}

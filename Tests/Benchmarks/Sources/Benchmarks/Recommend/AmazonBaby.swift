import Foundation
import Recommend

/// One split of the Amazon Baby set: what models are fitted to, and what they have to foresee.
struct AmazonBaby {
  private typealias Pair = (user: Int, item: Int)

  let train: Interactions
  let validation: Interactions

  /// Reads the files.
  ///
  /// - Throws: ``TrainingFolder/Absent`` where they are not.
  static func read() throws -> Self {
    let (train, validation) = (try pairs("train.csv"), try pairs("validation.csv"))
    let all = train + validation
    let users = (all.map(\.user).max() ?? -1) + 1
    let items = (all.map(\.item).max() ?? -1) + 1
    return Self(
      train: try Interactions(pairs: train, userCount: users, itemCount: items),
      validation: try Interactions(pairs: validation, userCount: users, itemCount: items)
    )
  }

  /// The same split of some of the users, drawn at random.
  func sample(of count: Int, seed: UInt64) throws -> Self {
    var dice = Dice(state: seed)
    let chosen = Array(0..<train.userCount).shuffled(using: &dice).prefix(count)
    return Self(train: try part(train, chosen), validation: try part(validation, chosen))
  }

  /// How well lists foresee the validation items.
  func quality(_ lists: [[Recommendation]]) -> RankingQuality {
    RankingQuality(
      lists: lists,
      taken: validation.byUser,
      itemCount: train.itemCount,
      cut: 20
    )
  }

  /// The most popular items that each user does not have: what a model must beat.
  func popularLists() -> [[Recommendation]] {
    let ranked = (0..<train.itemCount).sorted {
      (train.popularity(of: $0), $1) > (train.popularity(of: $1), $0)
    }
    return (0..<train.userCount).map { user in
      let own = Set(train.byUser[user].map(Int.init))
      return ranked.lazy.filter { !own.contains($0) }.prefix(20).map {
        Recommendation(item: $0, score: 0)
      }
    }
  }

  private func part(_ whole: Interactions, _ users: ArraySlice<Int>) throws -> Interactions {
    let pairs = users.enumerated().flatMap { place, user in
      whole.byUser[user].map { (user: place, item: Int($0)) }
    }
    return try Interactions(pairs: pairs, userCount: users.count, itemCount: whole.itemCount)
  }

  private static func pairs(_ name: String) throws -> [Pair] {
    let path = try TrainingFolder.path("amazon_baby/\(name)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",").map { Int($0) }
      guard fields.count == 2, let user = fields[0], let item = fields[1] else {
        throw Program.Failure(description: "\(path) holds no pair: \(line)")
      }
      return (user, item)
    }
  }
}

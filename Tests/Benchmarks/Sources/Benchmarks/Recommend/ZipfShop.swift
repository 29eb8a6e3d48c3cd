import Foundation
import Recommend

/// People and items made up: items by Zipf's law, amounts a person by a log-normal law.
enum ZipfShop {
  /// The items of each person, about so many in all; some come twice.
  static func rows(users: Int, items: Int, pairs: Int, seed: UInt64 = 1) -> [[Int32]] {
    var random = QuickRandom(seed: seed)
    let mean = Double(pairs) / Double(users)
    // The mean of exp(N(m, 1)) is exp(m + 1/2).
    let middle = log(mean) - 0.5
    let reach = log(Double(items) + 1)
    return (0..<users).map { _ in
      let first = Double.random(in: Double.leastNormalMagnitude..<1, using: &random)
      let second = Double.random(in: 0..<1, using: &random)
      let normal = (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
      let count = min(1_000, max(1, Int(exp(middle + normal).rounded())))
      return (0..<count).map { _ in
        Int32(exp(Double.random(in: 0..<1, using: &random) * reach) - 1)
      }
    }
  }

  /// The same as interactions.
  static func interactions(users: Int, items: Int, pairs: Int) throws -> Interactions {
    let rows = rows(users: users, items: items, pairs: pairs)
    var list: [(user: Int, item: Int)] = []
    list.reserveCapacity(rows.reduce(0) { $0 + $1.count })
    for (user, own) in rows.enumerated() {
      for item in own { list.append((user, min(items - 1, Int(item)))) }
    }
    return try Interactions(pairs: list, userCount: users, itemCount: items)
  }
}

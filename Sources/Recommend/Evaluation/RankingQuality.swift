internal import Foundation

/// How well ranked lists foresee what was taken, as a mean over people.
public struct RankingQuality: Hashable, Sendable, Codable {
  /// The share of what was taken that stands in the list, from 0 to 1.
  public let recall: Double
  /// Discounted gain, hits weighing 1 / log₂(rank + 1), against that of the best list, from 0 to 1.
  public let gain: Double
  /// The share of all items that stand in any list, from 0 to 1.
  public let coverage: Double
  /// How many people were asked about.
  public let people: Int

  /// Compares lists with what was taken.
  ///
  /// - Parameters:
  ///   - lists: Items by rank, for each user of `taken`; as long as the cut, or shorter.
  ///   - taken: What each user took; those who took nothing are left out.
  ///   - itemCount: How many items there are.
  ///   - cut: The rank to which lists count, 1 or more.
  public init(lists: [[Recommendation]], taken: SparseRows, itemCount: Int, cut: Int) {
    var (recall, gain, people) = (0.0, 0.0, 0)
    var shown = Set<Int>()
    for (user, list) in lists.enumerated() where taken.count(of: user) > 0 {
      let own = Set(taken[user])
      people += 1
      var (hits, sum) = (0.0, 0.0)
      for (place, entry) in list.prefix(cut).enumerated() {
        shown.insert(entry.item)
        guard own.contains(Int32(truncatingIfNeeded: entry.item)) else { continue }
        hits += 1
        sum += Self.discount(place)
      }
      recall += hits / Double(own.count)
      gain += sum / (0..<min(cut, own.count)).reduce(0) { $0 + Self.discount($1) }
    }
    self.people = people
    self.recall = people == 0 ? 0 : recall / Double(people)
    self.gain = people == 0 ? 0 : gain / Double(people)
    coverage = itemCount == 0 ? 0 : Double(shown.count) / Double(itemCount)
  }

  private static func discount(_ place: Int) -> Double { 1 / log2(Double(place) + 2) }
}

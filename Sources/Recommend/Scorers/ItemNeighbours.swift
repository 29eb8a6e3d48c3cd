internal import Foundation

/// Scores items by how often they were taken together with those of a history.
///
/// sim(i → j) = users of both / (users(i)^a · users(j)^(1 − a) + shrinkage): with a near 1, what is
/// taken by most users of i; with a near 0, what hardly anybody takes without i. Only the strongest
/// partners of an item are kept.
public struct ItemNeighbours: Hashable, Sendable, Codable {
  /// How partners are weighed.
  public struct Settings: Hashable, Sendable, Codable {
    /// The share of the item that was taken in the norm, from 0 to 1.
    public var asymmetry: Float
    /// Added to the norm, 0 or more.
    public var shrinkage: Float
    /// The partners kept per item, 1 or more.
    public var partners: Int

    /// Sets how partners are weighed.
    public init(asymmetry: Float = 0.85, shrinkage: Float = 150, partners: Int = 500) {
      self.asymmetry = asymmetry
      self.shrinkage = shrinkage
      self.partners = partners
    }
  }

  private let offsets: [Int]
  private let partners: [Int32]
  private let likeness: [Float]

  /// Finds the partners of each item; O(pairs · mean items of an item's users).
  public init(_ interactions: Interactions, settings: Settings = Settings()) {
    let count = interactions.itemCount
    var found = [[(item: Int32, likeness: Float)]](repeating: [], count: count)
    found.withUnsafeMutableBufferPointer { found in
      let found = SharedNumbers(found)
      ParallelRows.forEachPiece(of: count) { range in
        var counts = [Float](repeating: 0, count: count)
        for item in range {
          found[item] = Self.partners(of: item, interactions, settings, &counts)
        }
      }
    }
    var offsets = [0]
    for list in found { offsets.append((offsets.last ?? 0) + list.count) }
    self.offsets = offsets
    partners = found.flatMap { $0.map(\.item) }
    likeness = found.flatMap { $0.map(\.likeness) }
  }

  /// Adds each item's score for a history.
  func score(_ history: ArraySlice<Int32>, into scores: inout [Float]) {
    for item in history {
      for place in offsets[Int(item)]..<offsets[Int(item) + 1] {
        scores[Int(partners[place])] += likeness[place]
      }
    }
  }

  /// What each item of a history adds to one item's score; the parts sum up to the score.
  func parts(of item: Int, _ history: ArraySlice<Int32>) -> [Float] {
    history.map { own in
      let range = offsets[Int(own)]..<offsets[Int(own) + 1]
      return range.first { partners[$0] == Int32(truncatingIfNeeded: item) }.map { likeness[$0] }
        ?? 0
    }
  }

  /// The partners of an item, strongest first.
  public func partners(of item: Int) -> [Recommendation] {
    (offsets[item]..<offsets[item + 1]).map {
      Recommendation(item: Int(partners[$0]), score: likeness[$0])
    }
  }

  private static func partners(
    of item: Int,
    _ interactions: Interactions,
    _ settings: Settings,
    _ counts: inout [Float]
  ) -> [(item: Int32, likeness: Float)] {
    var touched: [Int32] = []
    for user in interactions.byItem[item] {
      for other in interactions.byUser[Int(user)] {
        if counts[Int(other)] == 0 { touched.append(other) }
        counts[Int(other)] += 1
      }
    }
    let own = powf(Float(interactions.popularity(of: item)), settings.asymmetry)
    var list: [(item: Int32, likeness: Float)] = []
    list.reserveCapacity(touched.count)
    for other in touched {
      let theirs = powf(Float(interactions.popularity(of: Int(other))), 1 - settings.asymmetry)
      let likeness = counts[Int(other)] / (own * theirs + settings.shrinkage)
      counts[Int(other)] = 0
      if Int(other) != item { list.append((other, likeness)) }
    }
    list.sort { ($0.likeness, $1.item) > ($1.likeness, $0.item) }
    return Array(list.prefix(settings.partners))
  }
}

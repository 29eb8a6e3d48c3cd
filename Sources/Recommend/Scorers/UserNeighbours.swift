internal import Foundation

/// Scores items by what users with a similar history took.
///
/// Two users are alike by the items that both took, rare ones counting more: with wⱼ =
/// log(users / users of j)^(2e), sim(u, v) = Σ wⱼ over common items / (|u||v| + shrinkage), where |u| =
/// √Σ wⱼ over u's items. An item's score is the sum of sim(u, v) over the users v who took it, divided
/// by a small power of all who took it, because everybody's neighbours took what everybody takes. The
/// shrinkage keeps two short histories with one item in common from looking like twins.
public struct UserNeighbours: Hashable, Sendable, Codable {
  /// How neighbours are found.
  public struct Settings: Hashable, Sendable, Codable {
    /// The exponent e on the rarity of an item, 0 or more.
    public var rarityExponent: Float
    /// Added to the product of two lengths, 0 or more.
    public var shrinkage: Float
    /// The exponent by which an item's score falls with its users, from 0 to 1.
    public var popularityDiscount: Float

    /// Sets how neighbours are found.
    public init(
      rarityExponent: Float = 1,
      shrinkage: Float = 20,
      popularityDiscount: Float = 0.2
    ) {
      self.rarityExponent = rarityExponent
      self.shrinkage = shrinkage
      self.popularityDiscount = popularityDiscount
    }

    /// What is sensible for a shop of a size: where users are few, rare items are not held up.
    public static func suited(userCount: Int) -> Self {
      userCount < 5_000 ? Self(popularityDiscount: 0) : Self()
    }
  }

  /// What a common item is worth, per item.
  let weights: [Float]
  /// What an item's score is multiplied by, per item.
  private let discounts: [Float]
  /// The length of each user's history.
  private(set) var lengths: [Float]
  let settings: Settings

  /// Weighs items and measures histories; O(pairs).
  public init(_ interactions: Interactions, settings: Settings = Settings()) {
    let users = Float(max(1, interactions.userCount))
    let weights = (0..<interactions.itemCount).map { item in
      let rarity = logf((users + 1) / Float(max(1, interactions.popularity(of: item))))
      return powf(rarity, 2 * settings.rarityExponent)
    }
    self.weights = weights
    discounts = (0..<interactions.itemCount).map { item in
      powf(Float(max(1, interactions.popularity(of: item))), -settings.popularityDiscount)
    }
    self.settings = settings
    lengths = (0..<interactions.userCount).map {
      Self.length(of: interactions.byUser[$0], weights)
    }
  }

  /// Measures one user's history anew.
  mutating func renew(user: Int, history: ArraySlice<Int32>) {
    lengths[user] = Self.length(of: history, weights)
  }

  /// How many neighbours have a say, about: where more share an item, the least alike add hardly more
  /// than time.
  static let most = 4_000

  /// Adds each item's score for a history.
  ///
  /// The history is that of `user`, so that nobody is their own neighbour; nil stands for somebody new.
  func score(
    _ history: ArraySlice<Int32>,
    of user: Int?,
    among interactions: Interactions,
    into scores: inout [Float],
    _ workspace: inout NeighbourWorkspace
  ) {
    gather(history, of: user, among: interactions, &workspace)
    let length = Self.length(of: history, weights)
    for other in workspace.touched {
      workspace.sums[Int(other)] /= length * lengths[Int(other)] + settings.shrinkage
    }
    let least = workspace.bound(for: Self.most)
    let theirs = interactions.byUser
    theirs.columns.withUnsafeBufferPointer { columns in
      for other in workspace.touched {
        let likeness = workspace.sums[Int(other)]
        workspace.sums[Int(other)] = 0
        guard likeness >= least else { continue }
        for place in theirs.offsets[Int(other)]..<theirs.offsets[Int(other) + 1] {
          let item = Int(columns[place])
          scores[item] += likeness * discounts[item]
        }
      }
    }
    workspace.touched.removeAll(keepingCapacity: true)
    workspace.least = least
  }

  /// What each item of a history adds to one item's score; the parts sum up to the score.
  ///
  /// - Parameters:
  ///   - item: The item.
  ///   - history: The history in rising order.
  ///   - user: Whose history it is; nil for somebody new.
  ///   - interactions: Who took what.
  ///   - least: The likeness from which neighbours had a say.
  ///   - limit: Of how many of those who took the item is asked at most; with fewer than all, the parts
  ///     are in the right proportion about.
  /// - Returns: The parts in the order of the history.
  func parts(
    of item: Int,
    _ history: ArraySlice<Int32>,
    of user: Int?,
    among interactions: Interactions,
    least: Float = 0,
    asking limit: Int = .max
  ) -> [Float] {
    let length = Self.length(of: history, weights)
    var parts = [Float](repeating: 0, count: history.count)
    let takers = interactions.byItem[item]
    let step = max(1, takers.count / limit)
    for place in stride(from: takers.startIndex, to: takers.endIndex, by: step) {
      let other = Int(takers[place])
      guard other != user else { continue }
      let common = Self.common(history, interactions.byUser[other])
      let sum = common.reduce(0) { $0 + weights[Int(history[history.startIndex + $1])] }
      let norm = length * lengths[other] + settings.shrinkage
      guard sum / norm >= least else { continue }
      for own in common {
        parts[own] += weights[Int(history[history.startIndex + own])] * discounts[item] / norm
      }
    }
    return parts
  }

  /// The places of one rising list whose items are in another.
  private static func common(_ one: ArraySlice<Int32>, _ other: ArraySlice<Int32>) -> [Int] {
    var places: [Int] = []
    var (left, right) = (one.startIndex, other.startIndex)
    while left < one.endIndex, right < other.endIndex {
      if one[left] == other[right] {
        places.append(left - one.startIndex)
        left += 1
        right += 1
      } else if one[left] < other[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return places
  }

  /// Sums the weights of common items for each user who shares one.
  private func gather(
    _ history: ArraySlice<Int32>,
    of user: Int?,
    among interactions: Interactions,
    _ workspace: inout NeighbourWorkspace
  ) {
    for item in history where weights[Int(item)] > 0 {
      for other in interactions.byItem[Int(item)] where Int(other) != user {
        if workspace.sums[Int(other)] == 0 { workspace.touched.append(other) }
        workspace.sums[Int(other)] += weights[Int(item)]
      }
    }
  }

  private static func length(of history: ArraySlice<Int32>, _ weights: [Float]) -> Float {
    history.reduce(0) { $0 + weights[Int($1)] }.squareRoot()
  }
}

/// Room for the users who are met while one history is scored.
package struct NeighbourWorkspace {
  /// A sum per user; zeros between two uses.
  package var sums: [Float]
  /// The users whose sum is not zero.
  package var touched: [Int32] = []
  /// The likeness from which neighbours had a say in what was scored last.
  var least: Float = 0

  package init(userCount: Int) { sums = [Float](repeating: 0, count: userCount) }

  /// A likeness that about so many of those who were met reach, at least so many; 0 when they are fewer.
  package func bound(for count: Int) -> Float {
    guard touched.count > count else { return 0 }
    let most = touched.reduce(Float(0)) { max($0, sums[Int($1)]) }
    guard most > 0 else { return 0 }
    let steps = 1_024
    var tally = [Int](repeating: 0, count: steps)
    let scale = Float(steps - 1) / most
    for other in touched { tally[Int(sums[Int(other)] * scale)] += 1 }
    var (reached, step) = (0, steps)
    while step > 0, reached < count {
      step -= 1
      reached += tally[step]
    }
    return Float(step) / scale
  }
}

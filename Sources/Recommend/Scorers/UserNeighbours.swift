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
      let likeness =
        workspace.sums[Int(other)] / (length * lengths[Int(other)] + settings.shrinkage)
      workspace.sums[Int(other)] = 0
      for item in interactions.byUser[Int(other)] {
        scores[Int(item)] += likeness * discounts[Int(item)]
      }
    }
    workspace.touched.removeAll(keepingCapacity: true)
  }

  /// What each item of a history adds to one item's score; the parts sum up to the score.
  func parts(
    of item: Int,
    _ history: ArraySlice<Int32>,
    of user: Int?,
    among interactions: Interactions
  ) -> [Float] {
    let length = Self.length(of: history, weights)
    var parts = [Float](repeating: 0, count: history.count)
    for other in interactions.byItem[item] where Int(other) != user {
      let factor = discounts[item] / (length * lengths[Int(other)] + settings.shrinkage)
      let theirs = interactions.byUser[Int(other)]
      for (place, own) in history.enumerated() where theirs.contains(own) {
        parts[place] += weights[Int(own)] * factor
      }
    }
    return parts
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
struct NeighbourWorkspace {
  /// A sum per user; zeros between two uses.
  var sums: [Float]
  /// The users whose sum is not zero.
  var touched: [Int32] = []

  init(userCount: Int) { sums = [Float](repeating: 0, count: userCount) }
}

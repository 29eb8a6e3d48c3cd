internal import Foundation

/// How much each way of scoring counts in a blend.
///
/// Every way is divided by its best score for the person first, so a weight says what its first choice
/// is worth. Only ratios matter.
public struct BlendWeights: Hashable, Sendable, Codable {
  /// Users with a similar history, 0 or more.
  public var neighbours: Float
  /// Vectors of users and items, 0 or more.
  public var factors: Float
  /// What most people take, 0 or more.
  public var popularity: Float

  /// Weighs the ways of scoring.
  public init(neighbours: Float, factors: Float, popularity: Float) {
    self.neighbours = neighbours
    self.factors = factors
    self.popularity = popularity
  }

  /// With fewer users, what is popular decides alone until something else was measured to be better.
  static let fewestUsers = 500

  /// What is sensible for a shop of a size before anything was measured in it.
  ///
  /// Likenesses between few users are mostly chance. On draws from Amazon Baby, whatever they decided
  /// among some hundred users, even ties of popularity alone, lost about as often as it won; so they
  /// have no say below 500 users. From about 1,000 users on they gain more than they lose, and
  /// from about 10,000 on popularity hardly says anything more.
  ///
  /// - Parameter userCount: Users with at least one item.
  /// - Returns: The weights to begin with.
  public static func prior(userCount: Int) -> Self {
    guard userCount >= fewestUsers else { return Self(neighbours: 0, factors: 0, popularity: 1) }
    let users = Float(userCount)
    let (fading, ruling) = (pow(3_000 / users, 2), max(4, 4 * pow(1_000 / users, 1.75)))
    return Self(neighbours: 1, factors: 1.1, popularity: min(fading, ruling))
  }
}

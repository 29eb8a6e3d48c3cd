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

  /// What is sensible for a shop of a size before anything was measured in it.
  ///
  /// Likenesses between few users are mostly chance: below about 1,000 users what is popular decides
  /// and at some hundred the rest only breaks its many ties; from about 10,000 on popularity hardly says anything more.
  ///
  /// - Parameter userCount: Users with at least one item.
  /// - Returns: The weights to begin with.
  public static func prior(userCount: Int) -> Self {
    let users = Float(max(1, userCount))
    let (fading, ruling) = (pow(3_000 / users, 2), max(4, 4 * pow(1_000 / users, 1.75)))
    return Self(neighbours: 1, factors: 1.1, popularity: min(fading, ruling))
  }
}

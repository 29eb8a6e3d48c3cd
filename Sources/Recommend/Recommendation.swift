/// An item at its rank for somebody, best first.
public struct Recommendation: Hashable, Sendable {
  /// The item's number in its catalogue, from 0.
  public let item: Int
  /// The score that ranked it; comparable only within one list.
  public let score: Float

  /// Names an item and its score.
  public init(item: Int, score: Float) {
    self.item = item
    self.score = score
  }
}

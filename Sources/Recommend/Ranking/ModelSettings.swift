/// How a recommendation model is fitted.
public struct ModelSettings: Hashable, Sendable, Codable {
  /// How similar users are found; nil takes what suits the number of users.
  public var neighbours: UserNeighbours.Settings?
  /// How the vectors of users and items are fitted; nil takes what suits the number of users.
  public var factors: FactorSettings?
  /// What each way of scoring counts; nil takes what suits the number of users.
  public var weights: BlendWeights?

  /// Sets how a model is fitted.
  public init(
    neighbours: UserNeighbours.Settings? = nil,
    factors: FactorSettings? = nil,
    weights: BlendWeights? = nil
  ) {
    self.neighbours = neighbours
    self.factors = factors
    self.weights = weights
  }
}

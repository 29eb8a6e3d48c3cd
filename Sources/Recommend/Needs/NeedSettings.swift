extension NeedModel {
  /// How a model of needs learns; the defaults were chosen by validation on earlier days.
  public struct Settings: Sendable {
    /// How many earlier days stand in for today; 3 by default.
    public var cutoffs = 3
    /// Days between them; 30 by default.
    public var step = 30
    /// Days of history that a cut-off needs before it; 28 by default.
    public var minimumPast = 28
    /// Days that labels look ahead at least; 14 by default.
    public var minimumHorizon = 14
    /// Households with a past and a future that are needed to learn at all; 20 by default.
    public var minimumHouseholds = 20
    /// Examples at most of categories that the household knows, and as many of others.
    public var exampleLimit = 500_000
    /// The ridge of the logistic regressions, divided by how many pairs were looked at, within bounds: the
    /// fewer they are, the more a feature must show before it is believed.
    var penaltyTimesPairs = 3e7
    var penaltyBounds = 10.0...300.0
    /// The ridge of the regression from past purchases to later ones.
    var futurePenalty = 2_000.0
    var trees = BoostedTrees.Settings()

    /// The defaults.
    public init() {}

    /// The ridge for examples that stand for so many pairs.
    package func penalty(pairs: Double) -> Double {
      let penalty = penaltyTimesPairs / max(pairs, 1)
      return min(max(penalty, penaltyBounds.lowerBound), penaltyBounds.upperBound)
    }
  }
}

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
    /// The ridge of the logistic regressions.
    var penalty = 10.0
    /// The ridge of the regression from past purchases to later ones.
    var futurePenalty = 2_000.0
    var trees = BoostedTrees.Settings()

    /// The defaults.
    public init() {}
  }
}

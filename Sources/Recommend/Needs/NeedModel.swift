import Foundation

/// Says how likely each household is to buy from each category within the days to come.
///
/// The model learns from the history itself: at earlier days it looks at what was bought before and
/// after. Logistic regressions, one for categories that a household knows and one for new ones, are
/// corrected by boosted trees, and the level is anchored to what was bought lately. A probability
/// holds for a household that goes on shopping: whoever leaves for good is not foretold.
///
/// Fitting is deterministic. 2,500 households and 300 categories take some seconds.
public struct NeedModel: Sendable {
  /// How many categories are foretold.
  public let categories: Int
  /// The log-odds of each pair, by households.
  private var odds: [Float]
  /// How many of the fitted horizons the asked one is long.
  private let stretch: Float

  /// Fits a model to what happened before a day.
  ///
  /// - Parameters:
  ///   - history: What was bought; days from `day` on are not looked at.
  ///   - day: The first day of the time to foretell.
  ///   - horizon: How many days to foretell, 1 ... 366.
  ///   - settings: How to learn.
  public init(
    _ history: PurchaseHistory,
    at day: Int,
    horizon: Int,
    settings: Settings = Settings()
  ) {
    precondition((1...366).contains(horizon), "a horizon has 1 to 366 days")
    let first = min(history.firstDay ?? day, day)
    let plan = CutoffPlan(first: first, day: day, horizon: horizon, settings: settings)
    let training = NeedTraining(history, plan: plan, settings: settings)
    let judge = training.map { NeedJudge(learning: $0.examples, settings) } ?? .prior
    let features = NeedFeatures(
      history: history,
      snapshot: NeedSnapshot(history, before: day),
      future: training?.future ?? FutureRegression(categories: history.groups.count),
      horizon: Float(training == nil ? horizon : plan.horizon)
    )
    categories = history.groups.count
    stretch = training == nil ? 1 : Float(horizon) / Float(plan.horizon)
    odds = judge.odds(features, households: 0..<history.households)
    if training != nil, first <= day - plan.horizon {
      anchor(to: history, in: day - plan.horizon..<day)
    }
  }

  /// The probability of each category, in the order of the history's categories.
  ///
  /// - Parameter household: The household's number.
  /// - Returns: From a millionth to 1 less a millionth, since nothing is certain; those of a household
  ///   without any purchase follow the panel's popularity.
  public func probabilities(of household: Int) -> [Float] {
    odds[household * categories..<(household + 1) * categories].map {
      let probability = -expm1(stretch * log1p(-Self.probability($0)))
      return min(max(probability, 1e-6), 1 - 1e-6)
    }
  }

  /// Moves all log-odds alike until households that still shop are expected to buy from as many
  /// categories as they did in the last days of the same number.
  ///
  /// Without it a longer past than that of the earlier cut-offs makes everything look too likely.
  private mutating func anchor(to history: PurchaseHistory, in days: Range<Int>) {
    var bought = 0.0
    var active: [Float] = []
    for household in 0..<history.households where history.tripCount(of: household, in: days) > 0 {
      bought += Double(history.categories(of: household, in: days).count)
      active += odds[household * categories..<(household + 1) * categories]
    }
    guard bought > 0 else { return }
    var shift: Float = 0
    for _ in 0..<20 {
      var expected = 0.0
      var slope = 1e-9
      for value in active {
        let probability = Double(Self.probability(value + shift))
        expected += probability
        slope += probability * (1 - probability)
      }
      let step = Float(min(max((bought - expected) / slope, -1), 1))
      shift += step
      if abs(step) < 1e-5 { break }
    }
    for place in odds.indices { odds[place] += shift }
  }

  private static func probability(_ odds: Float) -> Float { 1 / (1 + exp(-odds)) }
}

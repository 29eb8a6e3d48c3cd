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
  private let features: NeedFeatures
  private let judge: Judge
  /// How many of the fitted horizons the asked one is long.
  private let stretch: Float
  private var shift: Float = 0

  private enum Judge {
    case learnt(known: LogisticRegression, new: LogisticRegression, trees: BoostedTrees)
    /// The history is too short to learn from: purchases per trip alone.
    case prior
  }

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
    let plan = CutoffPlan(
      first: min(history.firstDay ?? day, day),
      day: day,
      horizon: horizon,
      settings: settings
    )
    let training = NeedTraining(history, plan: plan, settings: settings)
    features = NeedFeatures(
      history: history,
      snapshot: NeedSnapshot(history, before: day),
      future: training?.future ?? FutureRegression(categories: history.groups.count),
      horizon: Float(training == nil ? horizon : plan.horizon)
    )
    stretch = training == nil ? 1 : Float(horizon) / Float(plan.horizon)
    judge = training.map { Self.learn($0.examples, settings) } ?? .prior
    anchor(at: day, horizon: plan.horizon)
  }

  /// The probability of each category, in the order of the history's categories.
  ///
  /// - Parameter household: The household's number.
  /// - Returns: From 0 to 1; those of a household without any purchase follow the panel's popularity.
  public func probabilities(of household: Int) -> [Float] {
    odds(of: household).map { 1 - pow(1 - Self.probability($0 + shift), stretch) }
  }

  private static func learn(_ examples: NeedExamples, _ settings: Settings) -> Judge {
    let parts = examples.split(by: NeedFeatures.isKnown)
    let known = LogisticRegression(parts.above, penalty: settings.penalty)
    let new = LogisticRegression(parts.rest, penalty: settings.penalty)
    let odds = examples.features.withUnsafeBufferPointer { features in
      (0..<examples.count).map { index in
        let row = UnsafeBufferPointer(
          rebasing: features[index * examples.width..<(index + 1) * examples.width]
        )
        return row[NeedFeatures.isKnown] > 0 ? known.logOdds(row) : new.logOdds(row)
      }
    }
    let trees = BoostedTrees(examples, odds: odds, settings: settings.trees)
    return .learnt(known: known, new: new, trees: trees)
  }

  /// Moves all log-odds alike until households that still shop are expected to buy from as many
  /// categories as they did in the last days of the same number.
  ///
  /// Without it a longer past than that of the earlier cut-offs makes everything look too likely.
  private mutating func anchor(at day: Int, horizon: Int) {
    let history = features.history
    let days = day - horizon..<day
    guard case .learnt = judge, let first = history.firstDay, first <= days.lowerBound else {
      return
    }
    var bought = 0.0
    var odds: [Float] = []
    for household in 0..<history.households where history.tripCount(of: household, in: days) > 0 {
      bought += Double(history.categories(of: household, in: days).count)
      odds += self.odds(of: household)
    }
    guard bought > 0 else { return }
    for _ in 0..<20 {
      var expected = 0.0
      var slope = 1e-9
      for value in odds {
        let probability = Double(Self.probability(value + shift))
        expected += probability
        slope += probability * (1 - probability)
      }
      shift += Float(min(max((bought - expected) / slope, -1), 1))
    }
  }

  private func odds(of household: Int) -> [Float] {
    let width = NeedFeatures.width
    let count = features.history.groups.count
    var rows = [Float](repeating: 0, count: count * width)
    features.fill(household, &rows)
    return rows.withUnsafeBufferPointer { rows in
      (0..<count).map { category in
        judge(UnsafeBufferPointer(rebasing: rows[category * width..<(category + 1) * width]))
      }
    }
  }

  private func judge(_ row: UnsafeBufferPointer<Float>) -> Float {
    switch judge {
    case .learnt(let known, let new, let trees):
      let model = row[NeedFeatures.isKnown] > 0 ? known : new
      return model.logOdds(row) + trees.correction(row)
    case .prior: return row[NeedFeatures.priorLogOdds]
    }
  }

  private static func probability(_ odds: Float) -> Float { 1 / (1 + exp(-odds)) }
}

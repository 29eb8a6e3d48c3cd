/// Turns the features of a pair into log-odds.
enum NeedJudge {
  case learnt(known: LogisticRegression, new: LogisticRegression, trees: BoostedTrees)
  /// The history is too short to learn from: purchases per trip alone.
  case prior

  init(learning examples: NeedExamples, _ settings: NeedModel.Settings) {
    let parts = examples.split(by: NeedFeatures.isKnown)
    let penalty = settings.penalty(pairs: examples.tally.all)
    let known = LogisticRegression(parts.above, penalty: penalty)
    let new = LogisticRegression(parts.rest, penalty: penalty)
    let odds = Self.rows(examples.features, width: examples.width) { row in
      row[NeedFeatures.isKnown] > 0 ? known.logOdds(row) : new.logOdds(row)
    }
    let trees = BoostedTrees(examples, odds: odds, settings: settings.trees)
    self = .learnt(known: known, new: new, trees: trees)
  }

  /// The log-odds of all categories of some households, by households.
  func odds(_ features: NeedFeatures, households: Range<Int>) -> [Float] {
    let width = NeedFeatures.width
    let count = features.history.groups.count
    var rows = [Float](repeating: 0, count: count * width)
    var odds: [Float] = []
    odds.reserveCapacity(households.count * count)
    for household in households {
      features.fill(household, &rows)
      odds += Self.rows(rows, width: width, judge)
    }
    return odds
  }

  private func judge(_ row: UnsafeBufferPointer<Float>) -> Float {
    switch self {
    case .learnt(let known, let new, let trees):
      let model = row[NeedFeatures.isKnown] > 0 ? known : new
      return model.logOdds(row) + trees.correction(row)
    case .prior: return row[NeedFeatures.priorLogOdds]
    }
  }

  private static func rows(
    _ features: [Float],
    width: Int,
    _ judge: (UnsafeBufferPointer<Float>) -> Float
  ) -> [Float] {
    features.withUnsafeBufferPointer { features in
      stride(from: 0, to: features.count, by: width).map {
        judge(UnsafeBufferPointer(rebasing: features[$0..<$0 + width]))
      }
    }
  }
}

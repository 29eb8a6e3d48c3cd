/// Examples from earlier cut-offs, whose horizons have already passed.
struct NeedTraining {
  /// What tells the future from the past, fitted on the same cut-offs.
  let future: FutureRegression
  let examples: NeedExamples

  /// Collects examples.
  ///
  /// - Returns: Nothing when the history is too short or too thin to have a past and a future in it.
  init?(_ history: PurchaseHistory, plan: CutoffPlan, settings: NeedModel.Settings) {
    let snapshots = plan.cutoffs.map { NeedSnapshot(history, before: $0) }
    guard let latest = snapshots.first else { return nil }
    let labels = CutoffLabels(history, snapshots, horizon: plan.horizon)
    guard labels.households.count >= settings.minimumHouseholds else { return nil }
    let isByCategory = history.groups.count <= NeedSnapshot.denseLimit
    future = FutureRegression(
      inputs: labels.inputs,
      outputs: labels.outputs,
      households: labels.households,
      signals: isByCategory ? history.groups.count : latest.groups,
      width: history.groups.count,
      penalty: settings.futurePenalty
    )
    examples = Self.examples(history, snapshots, labels, future, plan, settings)
    guard examples.rate > 0 else { return nil }
  }

  private static func examples(
    _ history: PurchaseHistory,
    _ snapshots: [NeedSnapshot],
    _ labels: CutoffLabels,
    _ future: FutureRegression,
    _ plan: CutoffPlan,
    _ settings: NeedModel.Settings
  ) -> NeedExamples {
    let width = NeedFeatures.width
    let count = history.groups.count
    let features = snapshots.map {
      NeedFeatures(history: history, snapshot: $0, future: future, horizon: Float(plan.horizon))
    }
    let known = labels.cutoffs.indices.reduce(0) {
      $0 + snapshots[labels.cutoffs[$1]].purchases.range(labels.households[$1]).count
    }
    let oneOfKnown = UInt64(1 + known / settings.exampleLimit)
    let oneOfOthers = UInt64(1 + (labels.cutoffs.count * count - known) / settings.exampleLimit)
    var examples = NeedExamples(width: width)
    var rows = [Float](repeating: 0, count: count * width)
    var bought = [Float](repeating: 0, count: count)
    for row in labels.households.indices {
      features[labels.cutoffs[row]].fill(labels.households[row], &rows)
      for category in 0..<count { bought[category] = 0 }
      labels.outputs.forEach(row) { category, _ in bought[category] = 1 }
      for category in 0..<count {
        let isKnown = rows[category * width + NeedFeatures.isKnown] > 0
        let oneOf = isKnown ? oneOfKnown : oneOfOthers
        guard BoostedTrees.mixed(UInt64(row * count + category)) % oneOf == 0 else { continue }
        examples.append(
          rows[category * width..<(category + 1) * width],
          bought[category],
          Float(oneOf)
        )
      }
    }
    return examples
  }
}

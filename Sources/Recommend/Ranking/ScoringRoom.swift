/// Room for the scores of all items while one history after the other is scored.
struct ScoringRoom {
  /// Scores by similar users.
  var neighbours: [Float]
  /// Scores by vectors.
  var factors: [Float]
  var met: NeighbourWorkspace
  private var excluded: [Int32] = []
  private var sums: [Float]

  init(_ model: RecommendationModel) {
    let count = model.interactions.itemCount
    neighbours = [Float](repeating: 0, count: count)
    factors = neighbours
    sums = neighbours
    met = NeighbourWorkspace(userCount: model.interactions.userCount)
  }

  mutating func clear() {
    for item in neighbours.indices {
      neighbours[item] = 0
      factors[item] = 0
    }
    excluded = []
  }

  /// Leaves out items: they are never the best by any way.
  mutating func exclude(_ items: ArraySlice<Int32>) {
    excluded = Array(items)
    for item in items {
      neighbours[Int(item)] = 0
      factors[Int(item)] = 0
    }
  }

  /// The sum of all ways, each divided by its best; what is excluded is at minus infinity.
  mutating func blended(_ weights: BlendWeights, _ popularity: [Float]) -> [Float] {
    let scales = scales(weights)
    for item in sums.indices {
      sums[item] =
        scales.neighbours * neighbours[item] + scales.factors * factors[item]
        + scales.popularity * popularity[item]
    }
    for item in excluded { sums[Int(item)] = -.infinity }
    return sums
  }

  /// The weights, each divided by the best score of its way.
  func scales(_ weights: BlendWeights) -> BlendWeights {
    BlendWeights(
      neighbours: weights.neighbours / best(neighbours),
      factors: weights.factors / best(factors),
      popularity: weights.popularity
    )
  }

  /// The greatest score above 0; 1 when there is none, so that a division by it changes nothing.
  private func best(_ scores: [Float]) -> Float {
    let best = scores.max() ?? 0
    return best > 0 ? best : 1
  }
}

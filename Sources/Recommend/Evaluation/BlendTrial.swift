internal import Foundation

extension BlendChoice {
  /// Users who are asked at most; more would cost time and hardly change the choice.
  private static let peopleLimit = 2_500
  /// With fewer people every difference is chance, and the weights of the size are kept.
  private static let fewestPeople = 100
  /// The rank to which lists count.
  private static let cut = 20

  /// How many standard errors a blend must be ahead before the prior is left for it.
  ///
  /// Less than 3 among thousands of people, 4 among 1,000 and 8 among 300: the fewer they are, the more
  /// often the best of many blends is ahead by chance, and the more the model of the trial lacks the
  /// items held out.
  private static func confidence(_ people: Int) -> Double { 130 / Double(people).squareRoot() }

  /// The weights that foresee best what was held out, if they do so clearly; else those of the model.
  func weights(of model: RecommendationModel, _ held: SparseRows) -> BlendWeights {
    let candidates = candidates(around: model.weights)
    let asked = (0..<held.rowCount).filter {
      held.count(of: $0) > 0 && model.interactions.byUser.count(of: $0) > 0
    }
    let step = max(1, asked.count / Self.peopleLimit)
    let people = stride(from: 0, to: asked.count, by: step).map { asked[$0] }
    guard people.count >= Self.fewestPeople else { return model.weights }
    let quality = quality(of: candidates, model, people, held)
    let confidence = Self.confidence(people.count)
    var (best, lead) = (model.weights, 0.0)
    for (place, candidate) in candidates.enumerated().dropFirst() {
      let ahead = people.indices.map {
        quality[$0 * candidates.count + place] - quality[$0 * candidates.count]
      }
      let mean = ahead.reduce(0, +) / Double(people.count)
      let spread = ahead.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(people.count - 1)
      let error = (spread / Double(people.count)).squareRoot()
      if mean > confidence * error, mean > lead { (best, lead) = (candidate, mean) }
    }
    return best
  }

  /// The prior itself first, then blends with more or less of its parts; where it consists of popularity
  /// alone, of those of a larger shop.
  ///
  /// Popularity never goes out altogether: it is all that is known for newcomers.
  private func candidates(around prior: BlendWeights) -> [BlendWeights] {
    let middle = prior.neighbours > 0 ? prior : .prior(userCount: 3_000)
    var candidates = [prior]
    for factors: Float in [0, 0.4, 1, 2] {
      for popularity: Float in [0.1, 0.3, 1, 3] {
        let candidate = BlendWeights(
          neighbours: middle.neighbours,
          factors: middle.factors * factors,
          popularity: middle.popularity * popularity
        )
        if candidate != prior { candidates.append(candidate) }
      }
    }
    return candidates
  }

  /// Recall and discounted gain together, for each person and each blend.
  private func quality(
    of candidates: [BlendWeights],
    _ model: RecommendationModel,
    _ people: [Int],
    _ held: SparseRows
  ) -> [Double] {
    var quality = [Double](repeating: 0, count: people.count * candidates.count)
    quality.withUnsafeMutableBufferPointer { quality in
      let quality = SharedNumbers(quality)
      ParallelRows.forEachPiece(of: people.count) { range in
        var room = ScoringRoom(model)
        for place in range {
          let user = people[place]
          model.score(model.interactions.byUser[user], of: user, &room)
          for (blend, weights) in candidates.enumerated() {
            quality[place * candidates.count + blend] = Self.quality(
              room.blended(weights, model.popularity),
              held[user]
            )
          }
        }
      }
    }
    return quality
  }

  /// Recall plus twice the gain of one ranking, which is about half as large.
  private static func quality(_ scores: [Float], _ taken: ArraySlice<Int32>) -> Double {
    var (hits, sum) = (0.0, 0.0)
    for item in taken {
      let rank = scores.count { $0 > scores[Int(item)] }
      guard rank < cut else { continue }
      hits += 1
      sum += 1 / log2(Double(rank) + 2)
    }
    let best = (0..<min(cut, taken.count)).reduce(0) { $0 + 1 / log2(Double($1) + 2) }
    return hits / Double(taken.count) + 2 * sum / best
  }
}

/// A model of taste, fitted to everything, with what a trial on held-out items said of it.
struct RankingTrial {
  let model: RecommendationModel
  /// How well a model of the rest foresaw the held-out items.
  let quality: RankingQuality
  /// How well popularity foresaw them.
  let popularity: RankingQuality

  /// Whether the model foresees more than what is popular; by the sum in which blends are compared.
  var isBetter: Bool {
    quality.recall + 2 * quality.gain > popularity.recall + 2 * popularity.gain
  }

  /// Holds out a tenth of everybody's items, chooses the blend by them, and fits to all.
  ///
  /// Choice and judgement see the same held-out items, so the quality is slightly too good; the choice
  /// leaves the blend of the shop's size only for one that is clearly better.
  init(_ interactions: Interactions, seed: UInt64 = 1) {
    let split = HeldOutItems(interactions, seed: seed)
    var trial = RecommendationModel(split.rest)
    trial.weights = BlendChoice(seed: seed).weights(of: trial, split.held.byUser)
    quality = Self.quality(of: trial, split)
    var popular = trial
    popular.weights = BlendWeights(neighbours: 0, factors: 0, popularity: 1)
    popularity = Self.quality(of: popular, split)
    model = RecommendationModel(interactions, settings: ModelSettings(weights: trial.weights))
  }

  /// More people would cost time and hardly change the judgement.
  private static let mostPeople = 5_000

  private static func quality(of model: RecommendationModel, _ split: HeldOutItems)
    -> RankingQuality
  {
    let asked = (0..<split.held.userCount).filter { split.held.byUser.count(of: $0) > 0 }
    let step = max(1, (asked.count + mostPeople - 1) / mostPeople)
    let people = stride(from: 0, to: asked.count, by: step).map { asked[$0] }
    let itemCount = split.held.itemCount
    return RankingQuality(
      lists: model.recommend(forAll: people, count: 20),
      taken: Interactions(rows: people.map { Array(split.held.byUser[$0]) }, itemCount: itemCount)
        .byUser,
      itemCount: itemCount,
      cut: 20
    )
  }
}

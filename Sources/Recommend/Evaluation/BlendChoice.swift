/// Chooses how ways of scoring are blended by what users took besides.
///
/// The choice starts from what suits the number of users and leaves it only for a blend that foresees
/// clearly more: by chance alone some blend is always a little better, and in a small shop much.
public struct BlendChoice: Sendable {
  /// The settings of the model but for the weights.
  public var settings: ModelSettings

  /// Where the choice of held-out items comes from.
  public var seed: UInt64

  /// Prepares a choice.
  public init(settings: ModelSettings = ModelSettings(), seed: UInt64 = 1) {
    self.settings = settings
    self.seed = seed
  }

  /// Fits a model and chooses its weights by what was held out.
  ///
  /// - Parameters:
  ///   - interactions: What the model is fitted to.
  ///   - heldOut: What the same users took besides, over the same items; only the weights see it.
  /// - Returns: The fitted model.
  public func model(fitting interactions: Interactions, heldOut: Interactions)
    -> RecommendationModel
  {
    var model = RecommendationModel(interactions, settings: settings)
    model.weights = weights(of: model, heldOut.byUser)
    return model
  }

  /// Fits a model to everything, with weights chosen by items held out of it.
  ///
  /// One item of each user with three or more is held out for the choice and then fitted as well.
  public func model(fitting interactions: Interactions) -> RecommendationModel {
    let split = HeldOutItems(interactions, seed: seed)
    let trial = RecommendationModel(split.rest, settings: settings)
    var settings = settings
    settings.weights = weights(of: trial, split.held.byUser)
    return RecommendationModel(interactions, settings: settings)
  }
}

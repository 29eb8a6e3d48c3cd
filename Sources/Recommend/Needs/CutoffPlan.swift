/// Which earlier days stand in for today when a model of needs is fitted.
///
/// A cut-off needs a past before it and its whole horizon behind it. Where the history is too short
/// for that, labels look less far ahead than what is asked for.
package struct CutoffPlan: Equatable {
  /// How far labels look ahead, in days, at most the horizon asked for.
  package let horizon: Int
  /// The cut-offs, the latest first; none when there is no history to speak of.
  package let cutoffs: [Int]

  package init(first: Int, day: Int, horizon: Int, settings: NeedModel.Settings) {
    let length = day - first
    let spare = length - settings.minimumPast
    guard spare >= settings.minimumHorizon else {
      self.horizon = horizon
      cutoffs = []
      return
    }
    let looks = min(horizon, max(settings.minimumHorizon, min(spare, length / 2)))
    let latest = day - looks
    self.horizon = looks
    cutoffs = (0..<settings.cutoffs).map { latest - $0 * settings.step }
      .filter { $0 == latest || $0 - first >= settings.minimumPast }
  }
}

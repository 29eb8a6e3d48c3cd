/// What each signal of an entry is worth, on the scale of logits: a difference of 1 makes an entry e
/// times as likely.
///
/// The rule by which they are found: maximum likelihood of the right entry among all that fit the
/// age (softmax over entries), 150 steps of Adam from 2 each with a weight decay of 0.001, on the
/// whole development set. Figures are told only of weights that were found the same way on the
/// entries of the other four fifths.
struct RankingWeights: Hashable, Sendable {
  /// In the order of ``RankingSignals/values``.
  let values: [Double]

  func score(_ signals: RankingSignals) -> Double {
    zip(values, signals.values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Without a model of sentences.
  static let lexical = RankingWeights(
    values: [4.994, 2.239, 3.395, 1.737, 3.35, 2.184, 0.872, 0.216, 3.807, 3.928, 0]
  )

  /// With one.
  static let withModel = RankingWeights(
    values: [4.994, 2.239, 3.395, 1.737, 3.35, 2.184, 0.872, 0.216, 3.807, 3.928, 10]
  )
}

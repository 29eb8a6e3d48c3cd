internal import Foundation

/// How likely it is that the best entry is the right one: a logistic model, calibrated on questions
/// with an answer and without one.
///
/// The rule: ridge regression of rightness on ``inputs(_:_:)``, where the entries were ranked with
/// weights of the other four fifths, questions without an answer counting twice. Thresholds are
/// those of the same cross-validated confidences.
struct ConfidenceWeights: Sendable {
  /// Below this a question is refused; it refuses 95 % of what the development set has outside.
  let refusesBelow: Double
  /// From this on an entry is answered with; nine in ten questions of the development set reach it.
  let answersFrom: Double
  private let weights: [Double]
  private let bias: Double

  /// Without a model of sentences.
  static let lexical = ConfidenceWeights(
    refusesBelow: 0.447,
    answersFrom: 0.517,
    weights: [1.378, 2.113, 1.14, 0.932, 0.059, 0.047, -0.711, -3.263, -0.234, 0.871, 0],
    bias: -2.576
  )

  /// With one.
  static let withModel = ConfidenceWeights(
    refusesBelow: 0.505,
    answersFrom: 0.575,
    weights: [1.552, 1.727, 1.262, 0.888, -0.053, -0.067, -0.263, -2.832, -0.15, 0.264, 0.979],
    bias: -3.158
  )

  /// So many entries are ranked where there are as many as in the sets that the weights are from.
  private static let usualCount = 10
  /// About what an entry has there that has nothing to do with the question.
  private static let unrelatedScore = 4.0

  /// What the model sees, in the order of its weights.
  ///
  /// Where few entries are ranked, one that has nothing to do with the question is put behind them: being
  /// the only one says nothing.
  static func inputs(_ terms: SearchTerms, _ ranked: [RankedEntry]) -> [Double] {
    guard let best = ranked.first else { return [] }
    let others =
      ranked.dropFirst().map(\.score) + (ranked.count < usualCount ? [unrelatedScore] : [])
    let likelihood = 1 / others.reduce(1) { $0 + exp($1 - best.score) }
    let margin = max(0, min(5, best.score - (others.max() ?? 0))) / 5
    let away = terms.concepts.keys.count { ConceptKind($0) == .elsewhere }
    let hasTopic = terms.concepts.keys.contains { ConceptKind($0) == .topic }
    return [
      likelihood, margin, best.score / 10, best.signals.topics, best.signals.agreement,
      best.signals.text, best.signals.words, Double(min(2, away)), hasTopic ? 1 : 0,
      terms.coverage, best.signals.meaning,
    ]
  }

  /// 0 to 1; 0 when nothing was found.
  func confidence(_ terms: SearchTerms, _ ranked: [RankedEntry]) -> Double {
    let inputs = Self.inputs(terms, ranked)
    guard !inputs.isEmpty else { return 0 }
    return 1 / (1 + exp(-zip(weights, inputs).reduce(bias) { $0 + $1.0 * $1.1 }))
  }
}

/// Why somebody recommends a shop, or does not.
public enum FeedbackReason: String, CaseIterable, Sendable {
  /// What the goods are like.
  case quality
  /// What they cost.
  case price
  /// How they came.
  case delivery
  /// What there is to choose from.
  case range
  /// What the shop knows about families.
  case advice
  /// How people answered.
  case service
  /// The pages themselves.
  case pages
}

/// How many gave a score for a reason; all of them under no reason.
public struct ScoreCount: Hashable, Sendable {
  /// The reason; nothing for all answers.
  public let reason: FeedbackReason?
  /// The score, 0 to 10.
  public let score: Int
  /// How many.
  public let count: Int64

  /// Counts answers.
  public init(reason: FeedbackReason? = nil, score: Int, count: Int64) {
    self.reason = reason
    self.score = score
    self.count = count
  }
}

/// Who recommends a shop (Reichheld, 2003): promoters give 9 or 10, detractors 0 to 6.
public struct PromoterScore: Hashable, Sendable {
  /// How many gave 9 or 10.
  public var promoters: Int64 = 0
  /// How many gave 7 or 8.
  public var passives: Int64 = 0
  /// How many gave 0 to 6.
  public var detractors: Int64 = 0

  /// Nobody.
  public init() {}

  /// How many answered.
  public var answers: Int64 { promoters + passives + detractors }
  /// Promoters less detractors in percent of all, -100 to 100; nothing without answers.
  public var net: Int? {
    guard answers > 0 else { return nil }
    return Int((Double(promoters - detractors) * 100 / Double(answers)).rounded())
  }
}

/// Adds scores up.
public enum PromoterRule {
  /// The score of all answers, and of those that named each reason.
  public static func scores(_ counts: [ScoreCount]) -> [FeedbackReason?: PromoterScore] {
    counts.reduce(into: [:]) { scores, count in
      switch count.score {
      case 9...: scores[count.reason, default: PromoterScore()].promoters += count.count
      case 7, 8: scores[count.reason, default: PromoterScore()].passives += count.count
      default: scores[count.reason, default: PromoterScore()].detractors += count.count
      }
    }
  }
}

internal import Foundation

/// How long some contracts have lived.
public struct Lifetime: Hashable, Sendable {
  /// Whole days since they began, up to their end or to the present.
  public let days: Int
  /// Whether they have ended; those that live are known to live at least so long.
  public let hasEnded: Bool
  /// How many there are.
  public let count: Int64

  /// Describes lifetimes.
  public init(days: Int, hasEnded: Bool, count: Int64) {
    self.days = days
    self.hasEnded = hasEnded
    self.count = count
  }
}

/// A day on which contracts ended, and which share lives on after it.
public struct SurvivalStep: Hashable, Sendable {
  /// Days since the beginning.
  public let day: Int
  /// How many lived until that day.
  public let atRisk: Int64
  /// How many ended on it.
  public let ended: Int64
  /// The share that lives longer, 0 to 1.
  public let share: Double
  /// Between which shares it lies with 95 % confidence.
  public let interval: ClosedRange<Double>
}

/// The curve of survival (Kaplan and Meier, 1958), with Greenwood's variance on the scale of log(-log),
/// so that an interval never leaves 0 to 1.
public enum SurvivalRule {
  /// The steps of the curve, by day; contracts that live on count until the day that is known of them.
  public static func curve(_ lifetimes: [Lifetime]) -> [SurvivalStep] {
    let days = Dictionary(grouping: lifetimes.filter { $0.count > 0 }, by: \.days)
      .sorted { $0.key < $1.key }
    var atRisk = lifetimes.reduce(0) { $0 + max(0, $1.count) }
    var (share, variance) = (1.0, 0.0)
    var steps: [SurvivalStep] = []
    for (day, lives) in days {
      let ended = lives.filter(\.hasEnded).reduce(0) { $0 + $1.count }
      if ended > 0 {
        let (n, d) = (Double(atRisk), Double(ended))
        share *= 1 - d / n
        if atRisk > ended { variance += d / (n * (n - d)) }
        steps.append(
          SurvivalStep(
            day: day,
            atRisk: atRisk,
            ended: ended,
            share: share,
            interval: interval(share, variance)
          )
        )
      }
      atRisk -= lives.reduce(0) { $0 + $1.count }
    }
    return steps
  }

  /// The share that lives longer than so many days.
  public static func share(after day: Int, on steps: [SurvivalStep]) -> Double {
    steps.last { $0.day <= day }?.share ?? 1
  }

  /// After how many days half have ended; nothing while more than half live.
  public static func median(of steps: [SurvivalStep]) -> Int? {
    steps.first { $0.share <= 0.5 }?.day
  }

  private static func interval(_ share: Double, _ variance: Double) -> ClosedRange<Double> {
    guard share > 0, share < 1 else { return share...share }
    let spread = 1.959_964 * variance.squareRoot() / abs(log(share))
    let (low, high) = (pow(share, exp(spread)), pow(share, exp(-spread)))
    return min(low, high)...max(low, high)
  }
}

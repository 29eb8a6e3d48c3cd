public import Foundation

/// What a member has, has to keep and could reach.
public struct TierProgress: Hashable, Sendable {
  /// One thing to say about a member's tier; pages put it into words.
  public enum Explanation: Hashable, Sendable {
    /// So much growth is missing to a higher tier.
    case missingToReach(level: Int, growth: Int64)
    /// So much growth is missing to keep the tier beyond an instant, in UTC.
    case missingToKeep(growth: Int64, until: Date)
    /// The tier is as good as kept beyond an instant, in UTC.
    case kept(until: Date)
    /// The time is over; the tier goes at an instant, in UTC, unless so much growth comes.
    case inGrace(growth: Int64, until: Date)
    /// There is no higher tier.
    case highest
  }

  /// Where the member stands.
  public let standing: TierStanding
  /// The growth that counts for reaching a tier.
  public let growth: Int64
  /// What to say, what concerns the present tier first.
  public let explanations: [Explanation]
}

extension TierRule {
  /// Explains a standing that was taken up to now.
  public func progress(
    of standing: TierStanding,
    at now: Date,
    _ growth: [GrowthChange],
    levels: [TierSettings.Level]
  ) -> TierProgress {
    let value = windowGrowth(at: now, growth)
    var explanations: [TierProgress.Explanation] = []
    let level = standing.current.level
    if let until = standing.current.until, levels.indices.contains(level) {
      let kept = keepGrowth(of: standing.current, at: now, growth)
      let missing = Int64(levels[level].keep) - kept
      if missing <= 0 {
        explanations.append(.kept(until: until))
      } else if now < until {
        explanations.append(.missingToKeep(growth: missing, until: until))
      } else {
        explanations.append(.inGrace(growth: missing, until: deadline(of: until)))
      }
    }
    if levels.indices.contains(level + 1) {
      let missing = Int64(levels[level + 1].reach) - value
      explanations.append(.missingToReach(level: level + 1, growth: max(missing, 1)))
    } else {
      explanations.append(.highest)
    }
    return TierProgress(standing: standing, growth: value, explanations: explanations)
  }
}

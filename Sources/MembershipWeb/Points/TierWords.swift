internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// A member's tier in words.
struct TierWords {
  private let progress: TierProgress
  private let settings: TierSettings
  private let request: TenantRequest

  init(_ progress: TierProgress, _ settings: TierSettings, _ request: TenantRequest) {
    self.progress = progress
    self.settings = settings
    self.request = request
  }

  /// What the merchant calls the tier.
  var name: String { name(of: progress.standing.current.level) }

  /// How far it is to the next tier; nothing at the highest.
  var bar: (value: Int64, of: Int64, words: String)? {
    for case .missingToReach(let level, let missing) in progress.explanations {
      return (
        progress.growth, progress.growth + missing,
        text(of: .missingToReach(level: level, growth: missing))
      )
    }
    return nil
  }

  /// All that there is to say, what concerns the present tier first.
  var sentences: [String] { progress.explanations.map(text) }

  private func text(of explanation: TierProgress.Explanation) -> String {
    let texts = request.texts
    switch explanation {
    case .missingToReach(let level, let growth):
      return texts["tier.reach", ["growth": "\(growth)", "tier": name(of: level)]]
    case .missingToKeep(let growth, let until):
      return texts["tier.keep", ["growth": "\(growth)", "day": day(until)]]
    case .kept(let until): return texts["tier.kept", ["day": day(until)]]
    case .inGrace(let growth, let until):
      return texts["tier.grace", ["growth": "\(growth)", "day": day(until)]]
    case .highest: return texts["tier.highest"]
    }
  }

  private func name(of level: Int) -> String {
    guard settings.levels.indices.contains(level) else { return "–" }
    return settings.levels[level].name.text(in: request.locales)
  }

  private func day(_ instant: Date) -> String {
    CalendarDate(instant, in: request.tenant.timeZone).description
  }
}

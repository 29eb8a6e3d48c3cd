public import Foundation
internal import TenantStore

/// Whether a member may use a service now, with the reason.
public struct Entitlement: Hashable, Sendable {
  /// Why she may, or may not.
  public enum Reason: String, CaseIterable, Sendable {
    /// Every member may.
    case everybody
    /// Her tier gives it.
    case tier
    /// Her paid plan gives it.
    case plan
    /// A pack of hers holds it.
    case pack
    /// There is no such service.
    case unknown
    /// No child of hers is in a stage that it is for.
    case otherStage = "other_stage"
    /// Nothing that she has gives it.
    case notIncluded = "not_included"
    /// What gave it has ended.
    case ended
    /// It was used as often as it is given.
    case usedUp = "used_up"
  }

  /// The service's short name.
  public let service: String
  /// Why.
  public let reason: Reason
  /// What gives it: the place of the tier, the code of the plan, or the pack; nothing where nothing does.
  public let source: String?
  /// How often it can still be used; as often as wanted when nil, 0 where it may not be used.
  public let remaining: Int?
  /// Until when it can be used, in UTC; for as long as the shop gives it when nil.
  public let until: Date?
  /// How often a calendar year what gives it allows it; nothing where nothing counts, or a pack does.
  let yearly: Int?

  /// Whether she may.
  public var isAllowed: Bool {
    switch reason {
    case .everybody, .tier, .plan, .pack: true
    case .unknown, .otherStage, .notIncluded, .ended, .usedUp: false
    }
  }

  static func no(_ service: String, _ reason: Reason) -> Self {
    Self(service: service, reason: reason, source: nil, remaining: 0, until: nil, yearly: nil)
  }
}

/// What is known of a member when she wants to use a service.
package struct EntitlementFacts: Hashable, Sendable {
  /// A pack with what it still gives of a service.
  package struct PackLeft: Hashable, Sendable {
    let pack: ServicePackID
    let service: String
    let left: Int
    let endsAt: Date
    let holds: Bool

    package init(pack: ServicePackID, service: String, left: Int, endsAt: Date, holds: Bool) {
      self.pack = pack
      self.service = service
      self.left = left
      self.endsAt = endsAt
      self.holds = holds
    }
  }

  /// A paid plan with the end of its last term.
  package struct PlanHeld: Hashable, Sendable {
    let plan: String
    let until: Date
    let holds: Bool

    package init(plan: String, until: Date, holds: Bool) {
      self.plan = plan
      self.until = until
      self.holds = holds
    }
  }

  package var level = 0
  package var levelUntil: Date?
  package var plans: [PlanHeld] = []
  package var stages: Set<ChildStage> = []
  package var packs: [PackLeft] = []
  /// How often services were used in this calendar year, by their codes.
  package var used: [String: Int] = [:]
  /// When the calendar year ends.
  let yearEnd: Date

  package init(yearEnd: Date) { self.yearEnd = yearEnd }
}

/// Decides whether a member may use a service.
///
/// 1. A service for some stages is for families with a child in one of them.
/// 2. Tier, plan and what everybody has give one number of uses a year, the largest of them.
/// 3. What packs hold is used after that, the pack first that ends first.
package enum EntitlementRule {
  /// The answer for one service.
  package static func answer(to service: OfferedService, _ facts: EntitlementFacts) -> Entitlement {
    if !service.stages.isEmpty, service.stages.isDisjoint(with: facts.stages) {
      return .no(service.code, .otherStage)
    }
    let shares = service.ways.compactMap { share($0, service.code, facts) }
    let packs = facts.packs.filter { $0.service == service.code && $0.holds }
      .sorted { ($0.endsAt, $0.pack) < ($1.endsAt, $1.pack) }
    let inPacks = packs.reduce(0) { $0 + $1.left }
    // Without a bound before with one, then the largest.
    let best = shares.max { ($0.left ?? .max) < ($1.left ?? .max) }
    if let best, best.left ?? 1 > 0 {
      return Entitlement(
        service: service.code,
        reason: best.reason,
        source: best.source,
        remaining: best.left.map { $0 + inPacks },
        until: best.until,
        yearly: best.yearly
      )
    }
    if let pack = packs.first(where: { $0.left > 0 }) {
      return Entitlement(
        service: service.code,
        reason: .pack,
        source: pack.pack.description,
        remaining: inPacks,
        until: pack.endsAt,
        yearly: nil
      )
    }
    if best != nil || !packs.isEmpty { return .no(service.code, .usedUp) }
    return .no(service.code, hadIt(service, facts) ? .ended : .notIncluded)
  }

  private struct Share {
    let reason: Entitlement.Reason
    let source: String?
    let yearly: Int?
    let left: Int?
    let until: Date?
  }

  private static func share(
    _ way: OfferedService.Way,
    _ code: String,
    _ facts: EntitlementFacts
  ) -> Share? {
    func share(
      _ reason: Entitlement.Reason,
      _ source: String?,
      _ yearly: Int?,
      until: Date?
    ) -> Share {
      Share(
        reason: reason,
        source: source,
        yearly: yearly,
        left: yearly.map { max(0, $0 - (facts.used[code] ?? 0)) },
        until: yearly == nil ? until : min(facts.yearEnd, until ?? facts.yearEnd)
      )
    }
    switch way {
    case .everybody(let yearly): return share(.everybody, nil, yearly, until: nil)
    case .level(let level, let yearly):
      return level == facts.level
        ? share(.tier, "\(level)", yearly, until: facts.levelUntil) : nil
    case .plan(let plan, let yearly):
      guard let held = facts.plans.first(where: { $0.plan == plan && $0.holds }) else { return nil }
      return share(.plan, plan, yearly, until: held.until)
    case .pack: return nil
    }
  }

  /// Whether something that has ended gave it.
  private static func hadIt(_ service: OfferedService, _ facts: EntitlementFacts) -> Bool {
    facts.packs.contains { $0.service == service.code && !$0.holds }
      || service.ways.contains { way in
        guard case .plan(let plan, _) = way else { return false }
        return facts.plans.contains { $0.plan == plan && !$0.holds }
      }
  }
}

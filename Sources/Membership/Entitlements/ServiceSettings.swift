public import TenantStore

/// A service that members may use, under `modules.membership.services`.
///
/// ```yaml
/// services:
///   - code: weaning-talk
///     name: {zh: 辅食咨询, en: Talk about first foods}
///     stages: [weaning, toddler]
///     level: 1
///     plans: [year]
///     yearly: 2
/// ```
/// Packs that hold a service of the same code give it too. Without a tier, a plan or a pack it is
/// everybody's.
public struct ServiceSettings: Hashable, Sendable, Codable {
  /// The short name, unique among the services.
  public var code: String
  /// What families read.
  public var name: LocalizedText
  /// In which stages of a child it can be used; in any when absent.
  public var stages: [String]?
  /// From which tier on, 0 the lowest.
  public var level: Int?
  /// The paid plans that include it.
  public var plans: [String]?
  /// How often in a calendar year, 1 to 1,000; as often as wanted when absent.
  public var yearly: Int?

  /// Everything that is wrong with some services, by its path below the list.
  static func problems(of services: [Self], in settings: MembershipSettings) -> [SettingsProblem] {
    let levels = settings.tiers?.levels.count ?? 0
    let plans = Set((settings.tiers?.plans ?? []).map(\.code))
    let taken = Set(TierService.allCases.map(\.rawValue))
    return services.enumerated().flatMap { index, service -> [SettingsProblem] in
      let path = ["\(index)"]
      var problems = SettingsProblem.outOfRange([(path + ["yearly"], service.yearly, 1...1_000)])
      if service.code.wholeMatch(of: /[a-z0-9_-]{1,40}/) == nil || taken.contains(service.code)
        || services.prefix(index).contains(where: { $0.code == service.code })
      {
        problems.append(
          .init(
            path: path + ["code"],
            message: "must be 1 to 40 of a-z, 0-9, - and _, only once, and no benefit of tiers"
          )
        )
      }
      if let level = service.level, !(0..<levels).contains(level) {
        problems.append(.init(path: path + ["level"], message: "must be the place of a tier"))
      }
      for (place, plan) in (service.plans ?? []).enumerated() where !plans.contains(plan) {
        problems.append(
          .init(path: path + ["plans", "\(place)"], message: "must be the code of a paid plan")
        )
      }
      for (place, stage) in (service.stages ?? []).enumerated()
      where ChildStage(rawValue: stage) == nil {
        problems.append(
          .init(path: path + ["stages", "\(place)"], message: "must be a stage, such as weaning")
        )
      }
      return problems
    }
  }
}

/// A benefit of tiers and paid plans that members use as a service.
public enum TierService: String, CaseIterable, Sendable {
  /// A return that costs the member nothing, so many a calendar year.
  case freeReturn = "free_return"
  /// Delivery that costs nothing.
  case freeShipping = "free_shipping"
  /// One person who answers the member.
  case dedicatedAgent = "dedicated_agent"
  /// A place further ahead among those who wait for a person.
  case priority
  /// Buying what is scarce before others.
  case earlyAccess = "early_access"

  /// How often a year some benefits give it; nothing where they do not, `.some(nil)` without a bound.
  func yearly(in benefits: TierBenefits) -> Int?? {
    switch self {
    case .freeReturn: benefits.freeReturns.map { .some($0) }
    case .freeShipping: benefits.freeShipping == true ? .some(nil) : nil
    case .dedicatedAgent: benefits.dedicatedAgent == true ? .some(nil) : nil
    case .priority: benefits.serviceMinutes == nil ? nil : .some(nil)
    case .earlyAccess: benefits.earlyAccessHours == nil ? nil : .some(nil)
    }
  }
}

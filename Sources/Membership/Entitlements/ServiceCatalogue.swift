public import TenantStore

/// A service with everything by which members come to use it.
public struct OfferedService: Hashable, Sendable {
  /// One way to a service.
  public enum Way: Hashable, Sendable {
    /// Every member may, so often a year; as often as wanted when nil.
    case everybody(yearly: Int?)
    /// Members of a tier may, by its place from 0.
    case level(Int, yearly: Int?)
    /// Members with a paid plan may.
    case plan(String, yearly: Int?)
    /// Members with a pack may, so often with each.
    case pack(String, times: Int)
  }

  /// The short name.
  public let code: String
  /// What families read; nothing for a benefit of tiers, whose words pages have.
  public let name: LocalizedText?
  /// In which stages of a child it can be used; in any when empty.
  public let stages: Set<ChildStage>
  /// How members come to it.
  public let ways: [Way]
}

/// What a merchant's services are, from the settings of tiers, packs and services.
public enum ServiceCatalogue {
  /// All services: benefits of tiers and plans, those of the settings, and those that packs alone hold.
  public static func offered(by settings: MembershipSettings) -> [OfferedService] {
    let benefits = TierService.allCases.compactMap { benefit($0, settings.tiers) }
    let named = (settings.services ?? []).map { service($0, settings) }
    let known = Set(named.map(\.code))
    var others: [OfferedService] = []
    for pack in settings.packs ?? [] {
      for service in pack.services
      where !known.contains(service.code) && !others.contains(where: { $0.code == service.code }) {
        others.append(
          OfferedService(
            code: service.code,
            name: service.name,
            stages: [],
            ways: ways(to: service.code, settings)
          )
        )
      }
    }
    return benefits + named + others
  }

  private static func benefit(_ service: TierService, _ tiers: TierSettings?) -> OfferedService? {
    guard let tiers else { return nil }
    var ways: [OfferedService.Way] = []
    for (level, tier) in tiers.levels.enumerated() {
      guard let yearly = tier.benefits.flatMap({ service.yearly(in: $0) }) else { continue }
      ways.append(.level(level, yearly: yearly))
    }
    for plan in tiers.plans ?? [] {
      guard let yearly = service.yearly(in: plan.benefits) else { continue }
      ways.append(.plan(plan.code, yearly: yearly))
    }
    guard !ways.isEmpty else { return nil }
    return OfferedService(code: service.rawValue, name: nil, stages: [], ways: ways)
  }

  private static func service(_ service: ServiceSettings, _ settings: MembershipSettings)
    -> OfferedService
  {
    var ways: [OfferedService.Way] = []
    if let from = service.level {
      ways += (from..<max(from, settings.tiers?.levels.count ?? 0)).map {
        .level($0, yearly: service.yearly)
      }
    }
    ways += (service.plans ?? []).map { .plan($0, yearly: service.yearly) }
    ways += Self.ways(to: service.code, settings)
    return OfferedService(
      code: service.code,
      name: service.name,
      stages: Set((service.stages ?? []).compactMap(ChildStage.init)),
      ways: ways.isEmpty ? [.everybody(yearly: service.yearly)] : ways
    )
  }

  /// The packs that hold a service.
  private static func ways(to code: String, _ settings: MembershipSettings)
    -> [OfferedService.Way]
  {
    (settings.packs ?? []).compactMap { pack in
      pack.services.first { $0.code == code }.map { .pack(pack.code, times: $0.times) }
    }
  }
}

public import TenantStore

/// What recommendations bring with them.
public enum RecommendModule {
  /// The value for whoever trains nothing: a command line, a migration.
  public static let module = module(trainings: [])

  /// The value that a process composes which works off jobs.
  ///
  /// - Parameters:
  ///   - recommender: What trains; its ports say what the shop sells.
  ///   - supply: What foretells demand; its ports say what was sold and what lies where.
  /// - Returns: The module with its trainings.
  public static func module(_ recommender: Recommender, supply: SupplyPlanner = SupplyPlanner())
    -> TenantModule
  {
    module(trainings: [.trainModels(recommender)], forecasts: [.forecastDemand(supply)])
  }

  private static func module(trainings: [JobKind], forecasts: [JobKind] = []) -> TenantModule {
    TenantModule(
      name: "recommend",
      settings: RecommendSettings.self,
      migrations: Migration.all(in: EmbeddedText.files),
      jobs: [.forgetSignals] + trainings + forecasts,
      schedules: [JobSchedule(.daily(at: .at(3, 40)), .forgetSignals)]
        + trainings.map { JobSchedule(.daily(at: .at(4, 10)), $0) }
        + forecasts.map { JobSchedule(.daily(at: .at(4, 40)), $0) },
      refusals: RefusalDescription.all(of: RecommendRefusal.Code.self)
    )
  }
}

/// What a tenant's document says about recommendations under `modules.recommend`.
public struct RecommendSettings: ModuleSettings {
  /// For how many days events are kept, 30 to 1,095.
  ///
  /// Defaults to 400.
  public var retentionDays: Int?
  /// The share of a row's places for items of which too little is known, 0 to 0.3.
  ///
  /// Defaults to 0.1.
  public var explorationShare: Double?

  /// What the law does not let be promoted, by the short name of a category.
  ///
  /// Defaults to milk formula in `formula` and medicines in `medicine`.
  public var restrictions: [String: CatalogueItem.Restriction]?

  /// What reports for brands may tell of a person within a year, as ε, 0.1 to 8.
  ///
  /// Defaults to 2.
  public var insightEpsilonPerYear: Double?
  /// Of how many people a report must tell, ``InsightLedger/fewestPeople`` or more.
  public var insightFewestPeople: Int?

  /// What a growth kit for a child's age is made of; no kit is proposed without it.
  public var growthKit: GrowthKitPlan?

  /// Which goods are compared by what they give for their price; none are without it.
  public var value: ValuePolicy?
  /// The markets that the shop serves beside its own; all goods are for everybody without them.
  public var regions: [ShopRegion]?
  /// Of which categories something that is required must be certified: some of
  /// ``GoodsRequirement/codes``; of all goods where none is named.
  public var requirements: [String: [String]]?
  /// The packs for ways of living with children; none is proposed without them.
  public var packs: [PersonaPack]?

  /// What a category earns money with, by its short name; all are goods without it.
  public var revenue: [String: RevenueKind]?

  /// The partners whose services stand beside goods.
  public var partners: [PartnerService]?

  /// How prices are proposed; none is without it.
  public var pricing: PricingPolicy?
  /// How the shop usually buys.
  public var supply: SupplySettings?

  /// Settings of a tenant that says nothing.
  public init() {}

  var keepDays: Int { retentionDays ?? 400 }
  var explores: Double { explorationShare ?? 0.1 }
  var insightEpsilon: Double { insightEpsilonPerYear ?? 2 }
  var insightPeople: Int { insightFewestPeople ?? InsightLedger.fewestPeople }

  /// What the law says of an item in some categories: the first that is named decides.
  public func restriction(of categories: [String]) -> CatalogueItem.Restriction {
    let named = restrictions ?? ["formula": .breastMilkSubstitute, "medicine": .medicine]
    return categories.lazy.compactMap { named[$0] }.first ?? .none
  }

  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if !(30...1_095).contains(keepDays) {
      problems.append(SettingsProblem(path: ["retentionDays"], message: "must be 30 to 1095"))
    }
    if !(0...0.3).contains(explores) {
      problems.append(SettingsProblem(path: ["explorationShare"], message: "must be 0 to 0.3"))
    }
    if !(0.1...8).contains(insightEpsilon) {
      problems.append(
        SettingsProblem(path: ["insightEpsilonPerYear"], message: "must be 0.1 to 8")
      )
    }
    if insightPeople < InsightLedger.fewestPeople {
      problems.append(
        SettingsProblem(
          path: ["insightFewestPeople"],
          message: "must be \(InsightLedger.fewestPeople) or more"
        )
      )
    }
    for (category, kind) in revenue ?? [:] where !RevenueKind.ofCategories.contains(kind) {
      problems.append(
        SettingsProblem(path: ["revenue", category], message: "must be the kind of a category")
      )
    }
    if let supply {
      if !(1...365).contains(supply.leadDays) {
        problems.append(
          SettingsProblem(path: ["supply", "leadTimeDays"], message: "must be 1 to 365")
        )
      }
      if !(0.5...0.999).contains(supply.aim) {
        problems.append(
          SettingsProblem(path: ["supply", "service"], message: "must be 0.5 to 0.999")
        )
      }
    }
    return problems + (growthKit?.problems ?? []) + (pricing?.problems ?? []) + regionProblems
      + PersonaPack.problems(packs ?? []) + PartnerService.problems(partners ?? [])
  }
}

/// What a shop's growth kits are made of.
public struct GrowthKitPlan: Hashable, Sendable, Codable {
  /// The places of a kit, 2 to 8.
  public var slots: [GrowthKit.Slot]
  /// The most that a kit costs, in minor units.
  public var budget: Int64

  /// Plans kits.
  public init(slots: [GrowthKit.Slot], budget: Int64) {
    self.slots = slots
    self.budget = budget
  }

  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if !(2...8).contains(slots.count) || slots.contains(where: { $0.categories.isEmpty }) {
      problems.append(
        SettingsProblem(path: ["growthKit", "slots"], message: "must be 2 to 8 with categories")
      )
    }
    if budget <= 0 {
      problems.append(SettingsProblem(path: ["growthKit", "budget"], message: "must be above 0"))
    }
    return problems
  }
}

extension TenantSnapshot {
  /// What the tenant says about recommendations.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var recommend: RecommendSettings {
    get throws(TenancyRefusal) {
      guard let settings = settings(of: "recommend", as: RecommendSettings.self) else {
        throw TenancyRefusal(.moduleNotEnabled)
      }
      return settings
    }
  }
}

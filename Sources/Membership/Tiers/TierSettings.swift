public import TenantStore

/// What a merchant says about tiers, under `modules.membership.tiers`.
public struct TierSettings: Hashable, Sendable, Codable {
  /// Growth value for each whole unit of the currency that was paid, 0 to 1,000.
  public var growthPerUnit: Int
  /// For how many months a tier holds once it is reached or kept, 1 to 60; 12 when absent.
  public var validityMonths: Int?
  /// Growth of how many months counts for reaching a tier, 1 to 60; that of validity when absent.
  public var windowMonths: Int?
  /// Days after that in which a tier can still be kept, 0 to 180; 30 when absent.
  public var graceDays: Int?
  /// The tiers from the lowest, which everybody has; 1 to 20.
  public var levels: [Level]
  /// What members may buy beside the tier that they reach.
  public var plans: [Plan]?
  /// The logins of the people who answer members with `dedicatedAgent`; nobody when absent.
  public var agents: [String]?

  /// A tier.
  public struct Level: Hashable, Sendable, Codable {
    /// What members read.
    public var name: LocalizedText
    /// The growth that leads up to it; 0 for the lowest.
    public var reach: Int
    /// The growth that keeps it for another period; not more than ``reach``.
    public var keep: Int
    /// What it gives.
    public var benefits: TierBenefits?

    /// Describes a tier.
    public init(name: LocalizedText, reach: Int, keep: Int, benefits: TierBenefits? = nil) {
      self.name = name
      self.reach = reach
      self.keep = keep
      self.benefits = benefits
    }
  }

  /// A paid plan.
  public struct Plan: Hashable, Sendable, Codable {
    /// The short name, unique among the plans.
    public var code: String
    /// What members read.
    public var name: LocalizedText
    /// What a term costs where staff note it, as a decimal string in the tenant's currency; in the cart it
    /// costs what its SKU costs, and pages say that.
    public var price: String
    /// How long a term is, 1 to 60 months.
    public var months: Int
    /// What it gives.
    public var benefits: TierBenefits
    /// The number of the SKU that buys a term for each piece; sold at the desk alone when absent.
    public var sku: String?
    /// The short name of the SKU's product, where members find it.
    public var product: String?
  }

  /// Says which tiers there are, and how they are reached and kept.
  public init(
    growthPerUnit: Int,
    validityMonths: Int? = nil,
    windowMonths: Int? = nil,
    graceDays: Int? = nil,
    levels: [Level],
    plans: [Plan]? = nil
  ) {
    self.growthPerUnit = growthPerUnit
    self.validityMonths = validityMonths
    self.windowMonths = windowMonths
    self.graceDays = graceDays
    self.levels = levels
    self.plans = plans
  }

  /// Everything that is wrong, by its path below the settings of tiers.
  func problems(in document: TenantDocument) -> [SettingsProblem] {
    var problems = SettingsProblem.outOfRange([
      (["growthPerUnit"], growthPerUnit, 0...1_000), (["validityMonths"], validityMonths, 1...60),
      (["windowMonths"], windowMonths, 1...60), (["graceDays"], graceDays, 0...180),
    ])
    if !(1...20).contains(levels.count) {
      problems.append(.init(path: ["levels"], message: "must name 1 to 20 tiers"))
    }
    problems += levels.indices.flatMap(levelProblems)
    problems += (plans ?? []).indices.flatMap { planProblems($0, document) }
    for (index, login) in (agents ?? []).enumerated()
    where login.wholeMatch(of: /[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?/) == nil
      || (agents ?? []).prefix(index).contains(login)
    {
      problems.append(
        .init(path: ["agents", "\(index)"], message: "must be the login of a person, named once")
      )
    }
    return problems
  }

  private func levelProblems(_ index: Int) -> [SettingsProblem] {
    let (level, path) = (levels[index], ["levels", "\(index)"])
    var problems: [SettingsProblem] = []
    if index == 0, level.reach != 0 {
      problems.append(.init(path: path + ["reach"], message: "must be 0, since all have this tier"))
    }
    if index > 0, level.reach <= levels[index - 1].reach {
      problems.append(.init(path: path + ["reach"], message: "must be more than the tier before"))
    }
    if !(0...max(0, level.reach)).contains(level.keep) {
      problems.append(.init(path: path + ["keep"], message: "must be from 0 to \"reach\""))
    }
    return problems + benefitProblems(level.benefits ?? TierBenefits(), path + ["benefits"])
  }

  private func planProblems(_ index: Int, _ document: TenantDocument) -> [SettingsProblem] {
    let (plan, path) = ((plans ?? [])[index], ["plans", "\(index)"])
    var problems = SettingsProblem.outOfRange([(path + ["months"], plan.months, 1...60)])
    if (plans ?? []).prefix(index).contains(where: { $0.code == plan.code }) || plan.code.isEmpty {
      problems.append(.init(path: path + ["code"], message: "must be there, and only once"))
    }
    let others = (plans ?? []).prefix(index)
    if let sku = plan.sku, sku.isEmpty || others.contains(where: { $0.sku == sku }) {
      problems.append(.init(path: path + ["sku"], message: "must be that of one plan alone"))
    }
    if let currency = Currency(code: document.currency) {
      do throws(MoneyError) {
        if try Money(decimal: plan.price, currency: currency).minorUnits < 0 {
          problems.append(.init(path: path + ["price"], message: "must not be negative"))
        }
      } catch {
        problems.append(.init(path: path + ["price"], message: error.description))
      }
    }
    return problems + benefitProblems(plan.benefits, path + ["benefits"])
  }

  private func benefitProblems(_ benefits: TierBenefits, _ path: [String]) -> [SettingsProblem] {
    SettingsProblem.outOfRange([
      (path + ["pointsPercent"], benefits.pointsPercent, 100...1_000),
      (path + ["birthdayPoints"], benefits.birthdayPoints, 1...1_000_000),
      (path + ["freeReturns"], benefits.freeReturns, 1...1_000),
      (path + ["earlyAccessHours"], benefits.earlyAccessHours, 1...720),
      (path + ["serviceMinutes"], benefits.serviceMinutes, 1...240),
    ])
  }
}

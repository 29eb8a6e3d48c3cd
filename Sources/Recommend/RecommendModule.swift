public import TenantStore

/// What recommendations bring with them.
public enum RecommendModule {
  /// The value that gateway and command line compose.
  public static let module: TenantModule = TenantModule(
    name: "recommend",
    settings: RecommendSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    jobs: [.forgetSignals],
    schedules: [JobSchedule(.daily(at: .at(3, 40)), .forgetSignals)],
    refusals: RefusalDescription.all(of: RecommendRefusal.Code.self)
  )
}

/// What a tenant's document says about recommendations under `modules.recommend`.
public struct RecommendSettings: ModuleSettings {
  /// For how many days events are kept, 30 to 1,095.
  ///
  /// Defaults to 400.
  public var retentionDays: Int?

  /// Settings of a tenant that says nothing.
  public init() {}

  var keepDays: Int { retentionDays ?? 400 }

  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    guard !(30...1_095).contains(keepDays) else { return [] }
    return [SettingsProblem(path: ["retentionDays"], message: "must be 30 to 1095")]
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

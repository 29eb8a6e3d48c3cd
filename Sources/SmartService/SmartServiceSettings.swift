public import TenantStore

/// What a tenant's document says about customer service.
public struct SmartServiceSettings: ModuleSettings {
  /// Settings of a tenant that says nothing.
  public init() {}

  /// Everything that is wrong with the values; there are none yet.
  public func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

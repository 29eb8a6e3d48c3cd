public import TenantStore

/// What customer service brings with it.
public enum SmartServiceModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "service",
    settings: SmartServiceSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    refusals: RefusalDescription.all(of: ServiceRefusal.Code.self)
  )
}

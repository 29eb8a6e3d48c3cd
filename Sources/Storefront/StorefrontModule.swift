public import TenantStore

/// What the storefront brings with it.
public enum StorefrontModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "storefront",
    settings: StorefrontSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    handlers: [.countSoldProducts, .discountCancelledProducts],
    folderParts: [.catalogue],
    refusals: RefusalDescription.all(of: StorefrontRefusal.Code.self)
  )
}

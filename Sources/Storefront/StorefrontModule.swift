public import TenantStore

/// What the storefront brings with it.
public enum StorefrontModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "storefront",
    settings: StorefrontSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    handlers: [.countSoldProducts, .discountCancelledProducts],
    quotas: [.ordersPerDay],
    folderParts: [.catalogue, .promotions],
    refusals: RefusalDescription.all(of: StorefrontRefusal.Code.self)
  )
}

extension Quota {
  /// Orders that a shop takes on one day of its time zone.
  public static let ordersPerDay = Quota("storefront.orders_per_day", per: .day)
}

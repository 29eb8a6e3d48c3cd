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
    jobs: jobs,
    schedules: [
      JobSchedule(.every(minutes: 1), .expireUnpaidOrders(shop)),
      JobSchedule(.hourly(minute: 17), .settleDeliveries(shop)),
      JobSchedule(.hourly(minute: 37), .returnDeadlines(shop)),
    ],
    folderParts: [.catalogue, .prices, .promotions],
    refusals: RefusalDescription.all(of: StorefrontRefusal.Code.self)
  )

  /// Jobs move orders by the same operations as people do.
  private static let shop = Shop()

  private static var jobs: [JobKind] {
    [.expireUnpaidOrders(shop), .settleDeliveries(shop), .returnDeadlines(shop)]
  }
}

extension Quota {
  /// Orders that a shop takes on one day of its time zone.
  public static let ordersPerDay = Quota("storefront.orders_per_day", per: .day)
}

public import TenantStore

/// What the storefront brings with it.
public enum StorefrontModule {
  /// The value that gateway and command line compose, without work that needs somebody outside.
  public static let module = module(jobs: [], schedules: [])

  /// The value with the work that others carry out.
  ///
  /// - Parameters:
  ///   - desk: The providers of payments.
  ///   - maker: What makes pictures smaller; without it they are shown as they are.
  /// - Returns: What the processes compose.
  public static func module(payments desk: PaymentDesk, renditions maker: RenditionMaker? = nil)
    -> TenantModule
  {
    let matching = JobKind.matchBills(desk)
    let making = maker.map(JobKind.makeRenditions).map { [$0] } ?? []
    // Providers have made the bill of a day by ten in the morning of the next.
    return module(
      jobs: [.settlePayment(desk), .sendRefund(desk), matching] + making,
      schedules: [JobSchedule(.daily(at: .at(11, 20)), matching)]
        + making.map { JobSchedule(.every(minutes: 5), $0) }
    )
  }

  private static func module(jobs more: [JobKind], schedules: [JobSchedule]) -> TenantModule {
    TenantModule(
      name: "storefront",
      settings: StorefrontSettings.self,
      migrations: Migration.all(in: EmbeddedText.files),
      handlers: [
        .countSoldProducts, .discountCancelledProducts, .noticeLowStock, .noticeOverdueReview,
        .noticeRecall,
      ],
      quotas: [.ordersPerDay],
      jobs: jobs + more,
      schedules: [
        JobSchedule(.every(minutes: 1), .expireUnpaidOrders(shop)),
        JobSchedule(.every(minutes: 1), .closeGroups(shop)),
        JobSchedule(.hourly(minute: 17), .settleDeliveries(shop)),
        JobSchedule(.hourly(minute: 37), .returnDeadlines(shop)),
        JobSchedule(.hourly(minute: 3), .retireOutdatedLots(shop)),
        JobSchedule(.every(minutes: 5), .noticeLowStock(shop)),
        JobSchedule(.every(minutes: 5), .supplyPresales),
        JobSchedule(.every(minutes: 5), .reviewDeadlines(shop)),
        .indexProducts,
      ] + schedules,
      folderParts: [.catalogue, .bundles, .gallery, .devices, .prices, .promotions],
      refusals: RefusalDescription.all(of: StorefrontRefusal.Code.self)
    )
  }

  /// Jobs move orders by the same operations as people do.
  private static let shop = Shop()

  private static var jobs: [JobKind] {
    [
      .expireUnpaidOrders(shop), .closeGroups(shop), .settleDeliveries(shop),
      .returnDeadlines(shop), .retireOutdatedLots(shop), .noticeLowStock(shop),
      .reviewDeadlines(shop),
      .indexProducts, .supplyPresales,
    ]
  }
}

extension Quota {
  /// Orders that a shop takes on one day of its time zone.
  public static let ordersPerDay = Quota("storefront.orders_per_day", per: .day)
}

internal import Storefront
internal import TenantStore
internal import TenantWeb

/// All that the shop adds to the merchant's desk.
enum ShopDesk {
  /// Makes its pages and forms, with the shop's words for its refusals.
  static let routes = DeskRoutes(DeskWords.refusal)

  static func all(_ shop: Shop, _ payments: PaymentDesk?) -> [Route] {
    let parts: [[Route]] = [
      DeskOrders.routes, DeskShipping.routes(shop), DeskOrder.routes(shop),
      DeskRefunds.routes(shop), [DeskReturns.route], DeskReturn.routes(shop),
      DeskProducts.routes(shop), DeskImport.routes, DeskProduct.routes(shop),
      DeskProductSheet.routes(shop), DeskPromotionSheet.routes(shop), DeskCodes.routes(shop),
      DeskStock.routes(shop), DeskLots.routes(shop), DeskRecalls.routes(shop),
      DeskNotices.routes(shop), DeskPromotions.routes(shop), DeskFlashSale.routes(shop),
      DeskEvidence.routes(shop), DeskStoreReturn.routes(shop),
      DeskVisits.routes(shop), DeskPickups.routes(shop), DeskGroups.routes(shop),
      DeskGroupOffer.routes(shop),
      [DeskQuote.route(shop)], [DeskReviews.route], DeskReview.routes(shop),
      DeskBill.routes(payments), DeskInvoices.routes(shop),
    ]
    return parts.flatMap(\.self)
  }

  static let navigation = [
    item("orders", .seeOrders, .orders), item("returns", .seeReturns, .orders),
    item("refunds", .seeReturns, .orders), item("products", .seeProducts, .goods),
    item("stock", .seeStock, .goods), item("lots", .seeStock, .goods),
    item("recalls", .seeOrders, .goods), item("promotions", .seePromotions, .goods),
    item("reviews", .seeReviews, .customers), item("bill", .seeBills, .business),
    item("invoices", .seeBills, .business), item("notices", .seeDesk, .orders),
  ]

  private static func item(_ name: String, _ permission: StaffPermission, _ part: DeskPart)
    -> NavigationItem
  {
    NavigationItem(
      textKey: "desk.nav.\(name)",
      path: "/desk/\(name)",
      permission: permission,
      part: part
    )
  }

  /// What waits, each with the way to it.
  static let tasks: DeskTask.Source = { request in
    let tasks = try await request.scope.deskTasks()
    let entries: [(String, Int64, StaffPermission, String, String?)] = [
      ("toShip", tasks.toShip, .seeOrders, "orders", "to_ship"),
      ("unpaid", tasks.unpaid, .seeOrders, "orders", "unpaid"),
      ("returnsToDecide", tasks.returnsToDecide, .seeReturns, "returns", "requested"),
      ("returnsToSettle", tasks.returnsToSettle, .seeReturns, "returns", nil),
      ("lowStock", tasks.lowStock, .seeStock, "stock", nil),
      ("refunds", tasks.refunds, .seeReturns, "refunds", nil),
      ("reviewsToAnswer", tasks.reviewsToAnswer, .seeReviews, "reviews", "to_answer"),
      ("reviewsToDecide", tasks.reviewsToDecide, .seeReviews, "reviews", "pending"),
      ("invoices", tasks.invoices, .seeBills, "invoices", "requested"),
      ("refundsHeld", tasks.refundsHeld, .approveRefunds, "refunds", nil),
      ("lotsEnding", tasks.lotsEnding, .seeStock, "lots", nil),
      ("recalls", tasks.recalls, .seeOrders, "recalls", nil),
      ("notices", DeskNotices.unseen(tasks, request), .seeDesk, "notices", nil),
    ]
    return entries.map { key, count, permission, list, state in
      DeskTask(
        textKey: "desk.task.\(key)",
        count: count,
        ceiling: DeskTasks.ceiling,
        permission: permission,
        url: request.url("/desk/\(list)", ["state": state])
      )
    }
  }
}

extension DeskFrame {
  /// What shoppers call a way to pay.
  func providerName(_ code: String) -> String {
    guard code != PaidByAgreement().code else { return texts["payment.agreement"] }
    return
      (try? request.tenant.storefront)?.payments.first { $0.provider == code }?
      .name.text(in: request.locales) ?? code
  }
}

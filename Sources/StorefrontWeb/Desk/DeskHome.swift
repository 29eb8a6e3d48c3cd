internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What waits, each with the way to it.
enum DeskHome {
  static let route = DeskRoutes.page("/desk", "showDesk", .seeDesk) { request, notice in
    let frame = try await DeskFrame.load(request)
    let tasks = try await request.scope.deskTasks()
    let entries: [(String, Int64, StaffPermission, String)] = [
      ("toShip", tasks.toShip, .seeOrders, request.url("/desk/orders", ["state": "to_ship"])),
      ("unpaid", tasks.unpaid, .seeOrders, request.url("/desk/orders", ["state": "unpaid"])),
      (
        "returnsToDecide", tasks.returnsToDecide, .seeReturns,
        request.url("/desk/returns", ["state": "requested"])
      ),
      (
        "returnsToSettle", tasks.returnsToSettle, .seeReturns, request.url("/desk/returns")
      ),
      ("lowStock", tasks.lowStock, .seeStock, request.url("/desk/stock")),
      ("refunds", tasks.refunds, .seeReturns, request.url("/desk/refunds")),
      (
        "reviewsToAnswer", tasks.reviewsToAnswer, .seeReviews,
        request.url("/desk/reviews", ["state": "to_answer"])
      ),
      (
        "reviewsToDecide", tasks.reviewsToDecide, .seeReviews,
        request.url("/desk/reviews", ["state": "pending"])
      ),
      ("refundsHeld", tasks.refundsHeld, .approveRefunds, request.url("/desk/refunds")),
    ]
    let tiles = entries.filter { frame.may($0.2) }.map { key, count, _, href -> View in
      [
        "name": frame.texts["desk.task.\(key)"], "href": href, "isWaiting": count > 0,
        "count": count > DeskTasks.ceiling ? "\(DeskTasks.ceiling)+" : "\(count)",
      ]
    }
    return try frame.page(
      "desk_home",
      frame.texts["desk.nav.home"],
      ["tiles": tiles],
      notice: notice
    )
  }
}

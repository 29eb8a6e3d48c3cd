import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Ships, collects, edits and lets orders expire, so that every query of it has run.
func fulfil(_ tenant: TestTenant) async throws {
  try await tenant.restock(["SOAP-1": 200])
  try await tenant.shipAndEdit()
  try await tenant.collect()
  try await tenant.letTimePass()
}

extension TestTenant {
  fileprivate func shipAndEdit() async throws {
    let (session, cart) = try await cart([("SOAP-1", 3)])
    let placed = try await place(form(cart, provider: "bankTransfer"), session)
    let number = placed.order.number
    try await transaction { transaction in
      let shop = Shop()
      let edited = try await shop.editContact(
        of: number,
        version: 1,
        OrderContactEdit(name: "王小"),
        by: .admin("ada"),
        in: transaction
      )
      let total = Money(minorUnits: edited.total.minorUnits - 10, currency: edited.total.currency)
      _ =
        try await shop
        .lowerTotal(of: number, version: 2, to: total, by: .admin("ada"), in: transaction)
    }
    _ = try await change(.confirmPayment, number)
    let exchange = WaybillExchange(of: snapshot, database: database)
    _ = try await exchange.export { _ in }
    #expect(try await Shop().pickingList(in: scope).map(\.code).contains("SOAP-1"))
    let file = ImportedFile(
      "order,carrier,tracking_number,sku,quantity\n\(number),SF,X1,SOAP-1,1\n"
    )
    for _ in 0..<2 { _ = try await exchange.take(file.source(), by: .admin("ada")) }
    _ = try await change(.fulfil, number)
    _ = try await scope.shipments(of: placed.order.id)
    try await transaction { _ = try await Shop().confirmReceipt(with: placed.token, in: $0) }
  }

  fileprivate func collect() async throws {
    let (session, cart) = try await cart([("SOAP-1", 1)])
    var form = try form(cart, to: .pickup)
    form.pickup = "shop"
    let placed = try await place(form, session)
    let code = try #require(placed.order.progress.pickup?.code)
    var waiting = OrderListQuery()
    waiting.onlyToCollect = true
    waiting.place = "shop"
    _ = try await scope.orders(waiting)
    for guess in ["00000000", code] {
      _ = try await refusal {
        try await PickupDesk().handOver(code: guess, by: .staff("mei"), for: snapshot, in: database)
      }
    }
    try await transaction {
      _ = try await Shop().confirmPayment(of: placed.order.number, by: .admin("ada"), in: $0)
      _ = try await Shop().takeBackInStore(
        ReturnForm(
          kind: .returnRefund,
          reason: .defective,
          lines: [.init(code: "SOAP-1", quantity: 1)]
        ),
        of: placed.order.number,
        at: "shop",
        for: snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
    let today = CalendarDate(clock.now, in: snapshot.timeZone)
    _ = try await scope.storeFigures(of: today, in: snapshot.timeZone, snapshot.currency)
    _ = try await refusal {
      try await transaction {
        _ = try await Shop().collectOrder(code: code, by: .admin("ada"), in: $0)
      }
    }
  }

  fileprivate func letTimePass() async throws {
    for provider in ["bankTransfer", "cashOnDelivery"] {
      let (session, cart) = try await cart([("SOAP-1", 1)])
      let placed = try await place(form(cart, provider: provider), session)
      guard provider == "cashOnDelivery" else { continue }
      try await transaction { _ = try await Shop().cancelOrder(with: placed.token, in: $0) }
    }
    clock.advance(by: 30 * 24 * 3600)
    try await runJobs()
    clock.advance(by: 30 * 24 * 3600)
    try await runJobs()
  }
}

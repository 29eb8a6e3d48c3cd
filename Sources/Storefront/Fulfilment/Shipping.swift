public import TenantStore

extension Shop {
  /// Notes that a parcel of an order left.
  ///
  /// A parcel with the same carrier and number is noted once, however often it is told. Pieces are
  /// counted by one conditional statement, so that two parcels never hold the same piece.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `shipment_invalid`,
  ///   `shipment_exceeds`, `sku_not_found`, `quantity_invalid`, `pickup_code_needed` for an order
  ///   that is collected, `presale_awaited` for one whose pieces are not there, or
  ///   `transition_refused`.
  @discardableResult
  public func ship(
    _ draft: ShipmentDraft,
    of number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let held = try await heldOrder(number, in: transaction)
    guard try await transaction.pickupLocation(of: held.id) == nil else {
      throw StorefrontRefusal(.pickupCodeNeeded)
    }
    try await ship(draft, of: held, by: actor, in: transaction)
    return try await foundOrder(number, in: transaction)
  }

  /// Notes that all that is left of an order's goods was handed over without a carrier; noting it
  /// again changes nothing.
  ///
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, it was called off, it must be
  ///   paid first, or it is collected by a code.
  @discardableResult
  public func fulfilOrder(
    _ number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await ship(ShipmentDraft(), of: number, by: actor, in: transaction)
  }

  /// Notes that an order's goods are with the shopper; noting it again changes nothing.
  ///
  /// The days in which goods may go back begin now.
  /// - Throws: ``StorefrontRefusal`` when there is no such order or not all of it has left.
  @discardableResult
  public func confirmReceipt(
    of number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .deliver, actor, transaction) { _ in }
  }

  /// Completes an order whose days after delivery are over; completing it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` when there is no such order, or it is not paid and delivered.
  @discardableResult
  public func completeOrder(
    _ number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .complete, actor, transaction) { order in
      try await transaction.emit(
        "storefront.order_completed",
        ["order": .string(order.id.description), "number": .string(number)]
      )
    }
  }

  func heldOrder(_ number: String, in transaction: TenantTransaction) async throws -> HeldOrder {
    guard let held = try await transaction.lockOrder(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return held
  }

  func foundOrder(_ number: String, in transaction: TenantTransaction) async throws -> Order {
    guard let order = try await transaction.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
  }

  /// Writes a parcel of a held order; nothing when it is noted already or nothing is left.
  func ship(
    _ draft: ShipmentDraft,
    of held: HeldOrder,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await !transaction.isNoted(draft, of: held.id) else { return }
    guard !held.isAwaiting || held.state.status == .cancelled else {
      throw StorefrontRefusal(.presaleAwaited)
    }
    if let group = held.group, try await transaction.lockGroup(group)?.standing.state != .complete {
      throw StorefrontRefusal(.groupIncomplete)
    }
    let accounts = try await openAccounts(of: held, in: transaction)
    let contents = try ShipmentRule.contents(draft, of: accounts)
    guard !contents.isEmpty else {
      // Decides whether that is news or a contradiction.
      _ = try await apply(.fulfil, to: held, by: actor, in: transaction)
      return
    }
    let event: OrderEvent =
      ShipmentRule.isLast(contents, of: accounts) ? .fulfil : .fulfilPartly
    _ = try await apply(event, to: held, by: actor, in: transaction)
    let shipment = ShipmentID.make(in: transaction.environment)
    guard try await transaction.countShipped(contents, of: held.id) == contents.count else {
      throw StorefrontRefusal(.shipmentExceeds)
    }
    try await transaction.insertShipment(shipment, draft, contents, of: held.id)
    try await transaction.audit(
      "storefront.order_shipped",
      of: held.number,
      by: actor,
      after: [
        "shipment": .string(shipment.description), "carrier": .string(draft.carrier),
        "tracking_number": .string(draft.trackingNumber),
        "pieces": .integer(Int64(contents.values.reduce(0, +))),
      ]
    )
    try await transaction.emit(
      "storefront.order_shipped",
      ["order": .string(held.id.description), "shipment": .string(shipment.description)]
    )
  }

  /// The counters of an order's lines, opened when this is the first look at them.
  ///
  /// From then on the price of the order is fixed: what each line cost stands in its account.
  func openAccounts(of held: HeldOrder, in transaction: TenantTransaction) async throws
    -> [LineAccount]
  {
    let accounts = try await transaction.lineAccounts(of: held.id)
    guard accounts.isEmpty else { return accounts }
    let order = try await foundOrder(held.number, in: transaction)
    try await transaction.openAccounts(
      of: held.id,
      paid: PaidLineRule.paid(
        lines: order.lines.map(\.net),
        reduction: order.lines.map(\.discount)
          .reduce(order.adjustment + order.freightDiscount, +)
      )
    )
    return try await transaction.lineAccounts(of: held.id)
  }
}

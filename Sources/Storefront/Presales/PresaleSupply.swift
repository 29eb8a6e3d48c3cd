internal import TenantStore

extension TenantTransaction {
  /// Gives pieces that have come to the orders that wait for them, in the order of placement.
  ///
  /// It is called in the transaction in which the pieces come, so that nobody else takes them first.
  /// What is collected has pieces of its own store, before those whose pieces may come from anywhere.
  /// - Parameter skus: Of which SKUs something has come.
  /// - Throws: What the database throws.
  func supplyPresales(of skus: [SKUID]) async throws {
    guard !skus.isEmpty else { return }
    let waiting = try await waitingOrders(for: skus)
    for (sku, orders) in Dictionary(grouping: waiting, by: \.sku).sorted(by: { $0.key < $1.key }) {
      for place in Set(orders.compactMap(\.place)).sorted().map(Optional.some) + [nil] {
        try await supply(orders.filter { $0.place == place }, with: sku, from: place)
      }
    }
  }

  private func supply(_ orders: [WaitingOrder], with sku: SKUID, from place: LocationID?)
    async throws
  {
    guard !orders.isEmpty else { return }
    let pieces = try await sellablePieces(of: sku, at: place)
    for (order, count) in zip(orders, PresaleRule.given(orders.map(\.wanted), of: pieces))
    where count > 0 {
      let item = StockDemand.Item(sku: sku, quantity: count)
      let shares = try await takeStock([item], at: place, for: order.order)
      // Somebody else was quicker at another place; what is left there comes with the next look.
      guard !shares.isEmpty else { break }
      try await give(shares, to: order.order)
      if try await endAwaiting(order.order) {
        try await emit(
          "storefront.order_supplied",
          ["order": .string(order.order.description)]
        )
      }
    }
  }
}

extension JobKind {
  /// Begins and ends presales, and gives waiting orders what came beside them: an order and its
  /// goods may have crossed.
  static let supplyPresales = Self(
    name: "storefront.supply_presales",
    timeLimit: .seconds(120)
  ) { context in
    try await context.transaction { transaction in
      try await transaction.markPresales()
      try await transaction.supplyPresales(of: transaction.suppliableSKUs())
    }
  }
}

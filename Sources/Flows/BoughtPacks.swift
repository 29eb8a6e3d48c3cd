internal import Membership
internal import Storefront
internal import TenantStore

extension PackProgram {
  /// The SKUs that buy packs, by the packs' short names.
  var skus: [String: String] {
    Dictionary(packs.compactMap { pack in pack.sku.map { (pack.code, $0) } }) { first, _ in first }
  }

  /// Closes the packs that an order bought, by what of it is paid for and kept now, whichever event tells
  /// of it.
  ///
  /// - Parameters:
  ///   - id: The order.
  ///   - member: Who placed it.
  ///   - opens: Whether the order's money came just now, so that packs are opened as well.
  ///   - transaction: The transaction that counts the order.
  /// - Throws: What the database throws.
  func settlePacks(
    of id: OrderID,
    by member: MemberID,
    opens: Bool = false,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockBought(with: id.uuid)
    let opened = try await transaction.packsBought(with: id.uuid)
    guard opens && !skus.isEmpty || !opened.isEmpty,
      // As it stands under the lock: what was given back meanwhile opens nothing.
      let order = try await transaction.order(id)
    else { return }
    let sales = BoughtTermRule.sales(
      opened: opened.map { PlanSale(plan: $0.plan, sku: $0.sku) },
      skus.filter { KeptPieces.isSold($0.value, in: order) },
      opens: opens
    )
    guard !sales.isEmpty else { return }
    let accounts = try await transaction.lineAccounts(of: order.id)
    let pieces = KeptPieces(order, settled: accounts.map { ($0.position, $0.settled) })
    for sale in sales {
      let known = opened.first { $0.plan == sale.plan }?.count
      let kept = sale.sku.map(pieces.kept) ?? pieces.all
      try await settle(
        sale.plan,
        boughtWith: id.uuid,
        pieces: min(kept, known ?? kept),
        of: sale.sku,
        by: member,
        paidEach: sale.sku.map(pieces.paidEach) ?? .zero(order.total.currency),
        in: transaction
      )
    }
  }
}

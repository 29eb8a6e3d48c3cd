internal import Membership
internal import Storefront
internal import TenantStore

extension TierProgram {
  /// Takes back the terms of paid plans that an order opened, by what of it is paid for and kept now,
  /// whichever event tells of it.
  ///
  /// What an order opened is taken back by the pieces that opened it, whatever SKU the settings name for
  /// the plan by now; those pieces open no other plan either.
  /// - Parameters:
  ///   - id: The order.
  ///   - member: Who placed it.
  ///   - opens: Whether the order's money came just now, so that terms are opened as well.
  ///   - transaction: The transaction that counts the order.
  /// - Throws: What the database throws.
  func settlePlans(
    of id: OrderID,
    by member: MemberID,
    opens: Bool = false,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockBought(with: id.uuid)
    // As it stands under the lock: what was called off meanwhile opens nothing.
    guard let order = try await transaction.order(id) else { return }
    let opened = try await transaction.termsBought(with: id.uuid)
    let skus = Dictionary(
      (settings.plans ?? []).compactMap { plan in plan.sku.map { (plan.code, $0) } }
    ) { first, _ in first }
    let sales = BoughtTermRule.sales(
      opened: opened.map { PlanSale(plan: $0.plan, sku: $0.sku) },
      skus.filter { KeptPieces.isSold($0.value, in: order) },
      opens: opens
    )
    guard !sales.isEmpty else { return }
    let accounts = try await transaction.lineAccounts(of: id)
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

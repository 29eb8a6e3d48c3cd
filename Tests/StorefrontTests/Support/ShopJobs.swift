import Storefront
import TenantStore
import TenantStoreTesting

extension TestTenant {
  /// Does once what the shop's schedules do.
  func runJobs() async throws {
    try await work(StorefrontModule.module) { _ in true }
  }

  /// Sets what the warehouse has.
  func restock(_ counts: [String: Int], at location: String = "warehouse") async throws {
    try await transaction { transaction in
      for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
        try await Shop()
          .setStock(of: code, at: location, to: count, actor: .system, in: transaction)
      }
    }
  }

  /// Lets something run into the lock of a transaction that brings stock, which then commits.
  func whileStockIsComing<Value: Sendable>(
    _ arrival: (TenantTransaction) async throws -> Void,
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    async let waiting = {
      // The lock is taken first: what the body does before it comes to stock takes longer.
      try await Task.sleep(for: .milliseconds(50))
      return try await body()
    }()
    try await transaction { transaction in
      try await arrival(transaction)
      while try await isNobodyWaiting() { try await Task.sleep(for: .milliseconds(5)) }
    }
    return try await waiting
  }

  private func isNobodyWaiting() async throws -> Bool {
    let count: Int? = try await scope.value(
      """
      WITH self (tenant_id) AS (SELECT \(id)::uuid)
      SELECT count(*) FROM pg_stat_activity, self
      WHERE tenant_id = \(id) AND datname = current_database() AND wait_event_type = 'Lock'
      """
    )
    return count == 0
  }

  /// How many pieces of a SKU can be had.
  func stock(_ code: String) async throws -> Int64? {
    try await scope.value(
      """
      SELECT coalesce(sum(s.available), 0)::bigint FROM storefront.stock_level s
      JOIN storefront.sku k ON k.tenant_id = \(id) AND k.id = s.sku_id
      WHERE s.tenant_id = \(id) AND k.code = \(code)
      """
    )
  }

  /// An order of some lines, placed by a fresh visitor.
  func placed(_ lines: [(String, Int)], provider: String = "bankTransfer") async throws
    -> PlacedOrder
  {
    let (session, cart) = try await cart(lines)
    return try await place(form(cart, provider: provider), session)
  }
}

internal import Foundation
internal import TenantStore

/// How long it is kept what a member bought of what is used up, in seconds: a year.
private let purchasesKept: TimeInterval = 365 * 86_400

extension TenantQuerying {
  /// All that is kept of what a member bought of what is used up, the earliest first.
  func keptPurchases(of member: Member) async throws -> [KeptPurchase] {
    try await all(
      """
      SELECT category, bought_on - DATE '1970-01-01', pieces FROM membership.restock_purchase
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY bought_on, category
      """
    )
  }
}

extension TenantTransaction {
  /// Forgets what was bought more than a year ago.
  func forgetOldPurchases() async throws {
    let before = CivilDay(CalendarDate(environment.now() - purchasesKept, in: .gmt))
    try await execute(
      """
      DELETE FROM membership.restock_purchase
      WHERE tenant_id = \(tenant)
        AND bought_on < DATE '1970-01-01' + \(Int32(before.number))::integer
      """
    )
  }
}

extension JobKind {
  /// Forgets what families bought a year ago.
  static let forgetOldPurchases = Self(
    name: "membership.forget_purchases",
    timeLimit: .seconds(60)
  ) { context in
    try await context.transaction { try await $0.forgetOldPurchases() }
  }
}

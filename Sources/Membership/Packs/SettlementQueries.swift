public import Foundation
public import TenantStore

extension ProviderDebt: TenantRow {
  /// Reads the columns `provider, uses, amount` and the uses of the present month.
  public init(row: inout ColumnReader) throws {
    provider = try row.next()
    uses = try row.next()
    amount = try row.next()
    usesThisMonth = try row.next()
  }
}

extension ProviderSettlement: TenantRow {
  /// Reads the columns `id, provider, used_until, uses, amount, settled_at, paid_at, reference`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    provider = try row.next()
    usedUntil = try row.next()
    uses = try row.next()
    amount = try row.next()
    settledAt = try row.next()
    paidAt = try row.next()
    reference = try row.next()
  }
}

extension TenantQuerying {
  /// What each provider is owed and in no settlement yet, by name.
  ///
  /// - Parameter month: When the merchant's present month began.
  /// - Returns: What is owed.
  /// - Throws: What the database throws.
  public func providerDebts(before month: Date) async throws -> [ProviderDebt] {
    try await all(
      """
      SELECT provider, count(*) FILTER (WHERE used_at < \(month)),
        coalesce(sum(amount) FILTER (WHERE used_at < \(month)), 0)::bigint,
        count(*) FILTER (WHERE used_at >= \(month))
      FROM membership.provider_fee
      WHERE tenant_id = \(tenant) AND settlement_id IS NULL
      GROUP BY provider ORDER BY provider
      """
    )
  }

  /// The latest settlements, those that are not paid first; at most 100.
  public func providerSettlements() async throws -> [ProviderSettlement] {
    try await all(
      """
      SELECT id, provider, used_until, uses, amount, settled_at, paid_at, reference
      FROM membership.provider_settlement WHERE tenant_id = \(tenant)
      ORDER BY paid_at IS NOT NULL, settled_at DESC, id DESC LIMIT 100
      """
    )
  }

  /// A settlement.
  func providerSettlement(_ id: ProviderSettlementID) async throws -> ProviderSettlement? {
    try await optional(
      """
      SELECT id, provider, used_until, uses, amount, settled_at, paid_at, reference
      FROM membership.provider_settlement WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }
}

extension TenantTransaction {
  /// Puts what is owed to a provider into a settlement.
  ///
  /// - Returns: What is paid; nothing where nothing was owed.
  func settleProvider(_ provider: String, as id: ProviderSettlementID, usedBefore end: Date)
    async throws -> Int64?
  {
    try await value(
      """
      WITH taken AS (
        UPDATE membership.provider_fee SET settlement_id = \(id)
        WHERE tenant_id = \(tenant) AND provider = \(provider) AND settlement_id IS NULL
          AND used_at < \(end)
        RETURNING amount
      )
      INSERT INTO membership.provider_settlement
        (tenant_id, id, provider, used_until, uses, amount, settled_at)
      SELECT \(tenant), \(id), \(provider), \(end), count(*), sum(amount)::bigint,
        \(environment.now())
      FROM taken HAVING count(*) > 0
      RETURNING amount
      """
    )
  }

  /// Notes that a settlement was paid; false where it was before, or there is none.
  func paySettlement(_ id: ProviderSettlementID, _ reference: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.provider_settlement
      SET paid_at = \(environment.now()), reference = \(reference)
      WHERE tenant_id = \(tenant) AND id = \(id) AND paid_at IS NULL
      """
    ) == 1
  }
}

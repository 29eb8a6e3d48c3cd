internal import Foundation

extension TenantTransaction {
  /// Uses some of a quota, or refuses; what a plan does not limit costs no statement.
  ///
  /// One conditional statement, so that any number of transactions beside each other never use more
  /// than the limit. A rollback gives back what was used. The row stays locked until the
  /// transaction ends: call it late.
  /// - Parameters:
  ///   - quota: What is used.
  ///   - amount: How much, 1 or more.
  ///   - snapshot: The tenant of this transaction, with its plan.
  /// - Throws: ``TenancyRefusal`` with the code `quota_exceeded` (`quota`, `limit`, `used` and
  ///   `freeAt` in the details) or, for a standing quota, `plan_limit_reached`.
  public func consume(_ quota: Quota, _ amount: Int = 1, for snapshot: TenantSnapshot) async throws
  {
    precondition(snapshot.id == tenant && amount >= 1, "A tenant uses its own quota.")
    guard let limit = snapshot.limit(of: quota) else { return }
    let now = environment.now()
    let period = QuotaWindowRule.period(quota.window, at: now, in: snapshot.timeZone)
    guard amount <= limit, try await useQuota(quota.name, in: period, amount, of: limit) else {
      let used = try await quotaUsed(quota.name, in: period)
      var details: [String: JSONValue] = [
        "quota": .string(quota.name), "limit": .integer(Int64(limit)), "used": .integer(used),
      ]
      guard let end = QuotaWindowRule.end(quota.window, at: now, in: snapshot.timeZone) else {
        throw TenancyRefusal(.planLimitReached, details: details)
      }
      details["freeAt"] = .string(end.formatted(.iso8601))
      throw TenancyRefusal(.quotaExceeded, details: details)
    }
  }

  /// Gives back some of a standing quota, at most what is used.
  public func release(_ quota: Quota, _ amount: Int = 1) async throws {
    precondition(quota.window == .standing && amount >= 1, "A day's use is not given back.")
    try await execute(
      """
      UPDATE tenancy.quota_usage SET used = greatest(0, used - \(Int64(amount)))
      WHERE tenant_id = \(tenant) AND name = \(quota.name) AND period = '-infinity'
      """
    )
  }

  private func useQuota(_ name: String, in period: String, _ amount: Int, of limit: Int)
    async throws -> Bool
  {
    let used = try await execute(
      """
      INSERT INTO tenancy.quota_usage AS q (tenant_id, name, period, used, ceiling)
      VALUES (\(tenant), \(name), \(period)::text::date, \(Int64(amount)), \(Int64(limit)))
      ON CONFLICT (tenant_id, name, period) DO UPDATE
      SET used = q.used + excluded.used, ceiling = excluded.ceiling
      WHERE q.used + excluded.used <= excluded.ceiling
      """
    )
    return used == 1
  }
}

extension TenantQuerying {
  /// How much of a quota is used now.
  public func quotaUsed(_ quota: Quota, for snapshot: TenantSnapshot) async throws -> Int {
    let period = QuotaWindowRule.period(
      quota.window,
      at: environment.now(),
      in: snapshot.timeZone
    )
    return Int(try await quotaUsed(quota.name, in: period))
  }

  func quotaUsed(_ name: String, in period: String) async throws -> Int64 {
    try await value(
      """
      SELECT used FROM tenancy.quota_usage
      WHERE tenant_id = \(tenant) AND name = \(name) AND period = \(period)::text::date
      """
    ) ?? 0
  }
}

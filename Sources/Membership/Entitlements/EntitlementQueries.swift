internal import TenantStore

private struct CountRow: TenantRow {
  let benefit: String
  let used: Int64

  init(row: inout ColumnReader) throws {
    benefit = try row.next()
    used = try row.next()
  }
}

extension TenantQuerying {
  /// How often what is counted was used in a calendar year, by its name, over all merged accounts.
  func benefitCounts(of member: MemberID, in year: Int) async throws -> [String: Int] {
    let accounts = try await accounts(of: member)
    let rows: [CountRow] = try await all(
      """
      SELECT benefit, sum(used)::bigint FROM membership.benefit_count
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND period = \(String(year))
      GROUP BY benefit ORDER BY benefit
      """
    )
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.benefit, Int($0.used)) })
  }

  /// Whether a service was used under a key out of any pack of a member.
  func isServiceUsed(_ service: String, anyOf member: MemberID, key: String) async throws -> Bool {
    let accounts = try await accounts(of: member)
    return try await value(
      """
      SELECT EXISTS (SELECT FROM membership.service_use u
        JOIN membership.service_pack p ON p.tenant_id = \(tenant) AND p.id = u.pack_id
        WHERE u.tenant_id = \(tenant) AND p.member_id = ANY (\(accounts.map(\.uuid)))
          AND u.service = \(service) AND u.key = \(key))
      """
    ) ?? false
  }
}

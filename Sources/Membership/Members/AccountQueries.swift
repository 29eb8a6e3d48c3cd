internal import TenantStore

extension TenantQuerying {
  /// The account that stays for a member; the member where nothing was merged or nobody knows it.
  func staying(_ member: MemberID) async throws -> MemberID {
    try await value(
      """
      SELECT coalesce(merged_into, id) FROM membership.member
      WHERE tenant_id = \(tenant) AND id = \(member)
      """
    ) ?? member
  }

  /// All accounts that are one person's, whichever of them is asked for.
  func accounts(of member: MemberID) async throws -> [MemberID] {
    let found: [MemberID] = try await values(
      """
      WITH person AS (
        SELECT coalesce(o.merged_into, o.id) AS id FROM membership.member o
        WHERE o.tenant_id = \(tenant) AND o.id = \(member))
      SELECT id FROM person
      UNION ALL
      SELECT a.id FROM membership.member a JOIN person ON a.merged_into = person.id
      WHERE a.tenant_id = \(tenant) ORDER BY id
      """
    )
    return found.isEmpty ? [member] : found
  }
}

extension TenantTransaction {
  /// The account that stays for a member, which cannot be merged until the transaction ends.
  ///
  /// Whoever changes what a member holds asks first, so that nothing is written to an account whose
  /// value has just been moved away.
  func heldStaying(_ member: MemberID) async throws -> MemberID {
    try await holdStaying([member])[member] ?? member
  }

  /// Keeps several members, and the accounts that stay for them, from being merged until the
  /// transaction ends.
  ///
  /// Whoever changes what several members hold asks for all of them at once, before any other lock:
  /// they are held in the order of their ids, as a merge holds them.
  ///
  /// - Returns: Which account stays for each that was held.
  @discardableResult
  func holdStaying(_ members: [MemberID]) async throws -> [MemberID: MemberID] {
    var asked = Set(members)
    while true {
      let ids = asked.map(\.uuid)
      let rows: [HeldAccount] = try await all(
        """
        SELECT id, coalesce(merged_into, id) FROM membership.member
        WHERE tenant_id = \(tenant) AND id = ANY (ARRAY(
          SELECT unnest(\(ids)) UNION SELECT merged_into FROM membership.member
          WHERE tenant_id = \(tenant) AND id = ANY (\(ids))))
        ORDER BY id FOR KEY SHARE
        """
      )
      let missing = Set(rows.map(\.staying)).subtracting(rows.map(\.id))
      // Somebody merged them while this waited; hardly ever.
      guard !missing.isEmpty else {
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.staying) })
      }
      asked.formUnion(missing)
    }
  }

  /// Holds all accounts of some persons until the transaction ends, in the order of their ids.
  ///
  /// Nobody else of the tenant does so meanwhile, so that which accounts these are does not change.
  func lockPersons(_ members: [MemberID]) async throws {
    try await execute(
      "SELECT pg_advisory_xact_lock(hashtextextended('merge ' || \(tenant)::uuid, 0))"
    )
    var accounts = Set(members)
    for member in members { accounts.formUnion(try await self.accounts(of: member)) }
    try await lockMembers(Array(accounts))
  }

  /// By what something that happens once to a member is known: a key for each account of the person,
  /// so that telling again after a merge, or after its end, changes nothing.
  ///
  /// - `name`: The whole key of an account.
  func names(of member: MemberID, _ name: (MemberID) -> String) async throws -> [String] {
    let accounts = try await accounts(of: member)
    return accounts.map(name)
  }
}

private struct HeldAccount: TenantRow {
  let id: MemberID
  let staying: MemberID

  init(row: inout ColumnReader) throws {
    id = try row.next()
    staying = try row.next()
  }
}

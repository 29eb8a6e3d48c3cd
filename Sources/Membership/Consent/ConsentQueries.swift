internal import Foundation
public import TenantStore

extension ConsentEntry: TenantRow {
  /// Reads the columns of a query for entries, in their order.
  public init(row: inout ColumnReader) throws {
    member = try row.next()
    number = try row.next()
    purpose = try Self.word(row.next())
    child = try row.next()
    decision = try Self.word(row.next())
    textVersion = try row.next()
    recordedAt = try row.next()
  }

  private static func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
    guard let word = Word(rawValue: text) else { throw TenantStoreError.emptyAnswer }
    return word
  }
}

extension QueryPart {
  /// Whether a person agrees to offers, of whom the accounts `own.ids` are, as ``ConsentRule`` decides it;
  /// $1 is the tenant wherever the part stands.
  static let agreesToOffers: QueryPart = """
    coalesce((SELECT e.decision = 'given' FROM membership.consent_entry e
      WHERE e.tenant_id = $1 AND e.member_id = ANY (own.ids) AND e.purpose = 'marketing'
        AND NOT EXISTS (SELECT FROM membership.consent_entry l
          WHERE l.tenant_id = $1 AND l.member_id = e.member_id AND l.purpose = 'marketing'
            AND l.number > e.number)
      ORDER BY e.recorded_at DESC, e.decision = 'given' LIMIT 1), false)
    """
}

extension TenantQuerying {
  /// All decisions of a member over all merged accounts, each account's in order.
  public func consentEntries(of member: Member) async throws -> [ConsentEntry] {
    try await consentEntries(ofAccounts: member.accounts)
  }

  /// All decisions of one person's accounts, each account's in order.
  func consentEntries(ofAccounts accounts: [MemberID]) async throws -> [ConsentEntry] {
    try await all(
      """
      SELECT member_id, number, purpose, child_id, decision, text_version, recorded_at
      FROM membership.consent_entry
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY member_id, number
      """
    )
  }
}

extension TenantTransaction {
  /// Adds decisions of one account, numbered on from its last; the account is held.
  ///
  /// - Returns: The number of the first.
  func insertConsents(
    _ decision: ConsentDecision,
    to purpose: ConsentPurpose,
    children: [ChildID?],
    version: String,
    of member: MemberID,
    by actor: Actor
  ) async throws -> Int64 {
    let last: Int64? = try await value(
      """
      WITH counted AS (
        UPDATE membership.member SET consents = consents + \(children.count)::bigint
        WHERE tenant_id = \(tenant) AND id = \(member) RETURNING consents
      ), written AS (
        INSERT INTO membership.consent_entry (tenant_id, member_id, number, purpose, child_id,
          decision, text_version, actor, recorded_at)
        SELECT \(tenant), \(member), k.consents - \(children.count)::bigint + e.place,
          \(purpose.rawValue), e.child, \(decision.rawValue), \(version),
          \(actor.description), \(environment.now())
        FROM counted k, unnest(\(children.map { $0?.uuid })::uuid[])
          WITH ORDINALITY AS e (child, place)
      )
      SELECT consents FROM counted
      """
    )
    guard let last else { throw MembershipRefusal(.memberNotFound) }
    return last - Int64(children.count) + 1
  }
}

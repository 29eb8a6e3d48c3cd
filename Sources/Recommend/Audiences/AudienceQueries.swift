internal import Foundation
public import TenantStore

/// The day on which a person did something last.
struct LastSeen: TenantRow {
  let person: PersonID
  /// Days since 1970-01-01 in UTC.
  let day: Int

  init(row: inout ColumnReader) throws {
    person = try row.next()
    day = try row.next()
  }
}

extension Audience: TenantRow {
  /// Reads the columns in the order of the table.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    name = try row.next()
    rule = try JSONDecoder().decode(
      AudienceRule.self,
      from: Data(try row.next(String.self).utf8)
    )
    holdoutPercent = try row.next()
    cost = try row.next()
    madeAt = try row.next()
    startedAt = try row.next()
  }
}

private struct GroupCount: TenantRow {
  let isHeld: Bool
  let people: Int
  let buyers: Int

  init(row: inout ColumnReader) throws {
    isHeld = try row.next()
    people = try row.next()
    buyers = try row.next()
  }
}

extension QueryPart {
  fileprivate static let audience: QueryPart =
    "a.id, a.name, a.rule::text, a.holdout_percent, a.cost, a.made_at, a.started_at"
}

extension TenantQuerying {
  /// All audiences, the newest first.
  public func audiences() async throws -> [Audience] {
    try await all(
      """
      SELECT \(QueryPart.audience) FROM recommend.audience a
      WHERE a.tenant_id = \(tenant) ORDER BY a.made_at DESC, a.id
      """
    )
  }

  /// What reaching an audience brought: purchases within ``Audience/outcomeDays`` of its start.
  ///
  /// Who took the agreement back since is in neither group.
  public func uplift(of audience: Audience) async throws -> Uplift? {
    guard let start = audience.startedAt else { return nil }
    let end = start.addingTimeInterval(Double(Audience.outcomeDays) * 86_400)
    let rows: [GroupCount] = try await all(
      """
      SELECT m.is_held, count(*)::bigint, count(*) FILTER (WHERE EXISTS (
        SELECT FROM recommend.signal s
        WHERE s.tenant_id = \(tenant) AND s.person_id = m.person_id AND s.kind = 'purchase'
          AND s.occurred_at >= \(start) AND s.occurred_at < \(end)))::bigint
      FROM recommend.audience_member m
      WHERE m.tenant_id = \(tenant) AND m.audience_id = \(audience.id)
      GROUP BY 1
      """
    )
    func group(_ isHeld: Bool) -> Uplift.Group {
      let row = rows.first { $0.isHeld == isHeld }
      return Uplift.Group(people: row?.people ?? 0, buyers: row?.buyers ?? 0)
    }
    return Uplift(reached: group(false), held: group(true))
  }

  /// Who of an audience is to be reached, never those who are left alone.
  public func reachedPeople(of audience: AudienceID) async throws -> [PersonID] {
    try await values(
      """
      SELECT person_id FROM recommend.audience_member
      WHERE tenant_id = \(tenant) AND audience_id = \(audience) AND NOT is_held
      ORDER BY person_id
      """
    )
  }

  /// When everybody whom the shop may know did something last.
  func lastSeen() async throws -> [LastSeen] {
    try await all(
      """
      SELECT s.person_id, floor(extract(epoch FROM max(s.occurred_at)) / 86400)::bigint
      FROM recommend.signal s
      WHERE s.tenant_id = \(tenant) AND (EXISTS (SELECT FROM recommend.personalisation p
          WHERE p.tenant_id = \(tenant) AND p.person_id = s.person_id AND p.is_on)
        OR EXISTS (SELECT FROM recommend.signal o
          WHERE o.tenant_id = \(tenant) AND o.person_id = s.person_id
            AND o.kind <> 'purchase'))
      GROUP BY 1
      """
    )
  }

  /// What everybody bought since an instant, by person, day and item.
  func dailyPurchases(since instant: Date) async throws -> [DailyPurchase] {
    try await all(
      """
      SELECT person_id, item, floor(extract(epoch FROM occurred_at) / 86400)::bigint,
        sum(quantity)::bigint, coalesce(sum(amount), 0)::bigint
      FROM recommend.signal
      WHERE tenant_id = \(tenant) AND kind = 'purchase' AND item IS NOT NULL
        AND occurred_at >= \(instant)
      GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
      """
    )
  }
}

extension TenantTransaction {
  func insertAudience(_ audience: Audience) async throws {
    let rule = String(decoding: try JSONEncoder().encode(audience.rule), as: UTF8.self)
    try await execute(
      """
      INSERT INTO recommend.audience
        (tenant_id, id, name, rule, holdout_percent, cost, made_at)
      VALUES (\(tenant), \(audience.id), \(audience.name), \(rule)::text::jsonb,
        \(audience.holdoutPercent), \(audience.cost), \(audience.madeAt))
      """
    )
  }

  /// Holds an audience until the transaction ends.
  func lockAudience(_ id: AudienceID) async throws -> Audience? {
    try await optional(
      """
      SELECT \(QueryPart.audience) FROM recommend.audience a
      WHERE a.tenant_id = \(tenant) AND a.id = \(id) FOR UPDATE
      """
    )
  }

  func markAudienceStarted(_ id: AudienceID) async throws {
    try await execute(
      """
      UPDATE recommend.audience SET started_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND started_at IS NULL
      """
    )
  }

  func insertAudienceMembers(_ people: [(person: PersonID, isHeld: Bool)], of id: AudienceID)
    async throws
  {
    guard !people.isEmpty else { return }
    try await execute(
      """
      INSERT INTO recommend.audience_member (tenant_id, audience_id, person_id, is_held)
      SELECT \(tenant), \(id), p.person_id, p.is_held
      FROM unnest(\(people.map(\.person.uuid)), \(people.map(\.isHeld)))
        AS p (person_id, is_held)
      ON CONFLICT (tenant_id, audience_id, person_id) DO NOTHING
      """
    )
  }

  /// Takes a person out of all audiences.
  func deleteAudienceMember(_ person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.audience_member
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }
}

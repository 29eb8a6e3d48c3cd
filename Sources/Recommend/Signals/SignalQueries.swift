public import Foundation
public import TenantStore

private struct HeldPerson: TenantRow {
  let person: PersonID
  let isOn: Bool

  init(row: inout ColumnReader) throws {
    person = try row.next()
    isOn = try row.next()
  }
}

/// A purchase or view of an item, as models learn from it.
public struct Interaction: Hashable, TenantRow {
  /// Who.
  public let person: PersonID
  /// What.
  public let item: String
  /// When it happened last, in UTC.
  public let lastAt: Date
  /// How often.
  public let count: Int

  /// Reads person, item, time and count.
  public init(row: inout ColumnReader) throws {
    person = try row.next()
    item = try row.next()
    lastAt = try row.next()
    count = try row.next()
  }
}

extension TenantQuerying {
  /// What a person did with items of late, newest first, at most 500.
  public func interactions(of person: PersonID, kinds: [String]) async throws -> [Interaction] {
    try await all(
      """
      SELECT person_id, item, max(occurred_at), count(*) FROM recommend.signal
      WHERE tenant_id = \(tenant) AND person_id = \(person) AND item IS NOT NULL
        AND kind = ANY (\(kinds))
      GROUP BY person_id, item ORDER BY 3 DESC, item LIMIT 500
      """
    )
  }

  /// What everybody did with items, for training, by person and item.
  public func interactions(kinds: [String]) async throws -> [Interaction] {
    try await all(
      """
      SELECT person_id, item, max(occurred_at), count(*) FROM recommend.signal
      WHERE tenant_id = \(tenant) AND item IS NOT NULL AND kind = ANY (\(kinds))
      GROUP BY person_id, item ORDER BY person_id, item
      """
    )
  }

  /// Whether a person gets recommendations of their own; yes until they say no.
  public func isPersonalised(_ person: PersonID) async throws -> Bool {
    try await value(
      """
      SELECT is_on FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id = \(person) AND is_on IS NOT NULL
      """
    ) ?? true
  }

  /// Deletes at most 5,000 events that are older than so many days.
  func deleteOldSignals(days: Int) async throws -> Int {
    let oldest = environment.now().addingTimeInterval(-Double(days) * 86_400)
    return try await execute(
      """
      DELETE FROM recommend.signal
      WHERE tenant_id = \(tenant) AND id IN (
        SELECT id FROM recommend.signal
        WHERE tenant_id = \(tenant) AND occurred_at < \(oldest)
        ORDER BY occurred_at LIMIT 5000)
      """
    )
  }
}

extension TenantQuerying {
  /// Deletes at most 5,000 rows of people who said nothing and of whom nothing is kept.
  func deleteSilentPeople(days: Int) async throws -> Int {
    let oldest = environment.now().addingTimeInterval(-Double(days) * 86_400)
    return try await execute(
      """
      DELETE FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id IN (
        SELECT p.person_id FROM recommend.personalisation p
        WHERE p.tenant_id = \(tenant) AND p.is_on IS NULL AND p.changed_at < \(oldest)
          AND NOT EXISTS (SELECT FROM recommend.signal s
            WHERE s.tenant_id = \(tenant) AND s.person_id = p.person_id)
        LIMIT 5000)
        AND is_on IS NULL
      """
    )
  }
}

extension TenantTransaction {
  /// Locks the rows of people until the transaction ends, so that nobody is switched off between the
  /// look and the writing, and gives those who are switched off.
  func holdPeople(_ people: Set<PersonID>) async throws -> Set<PersonID> {
    guard !people.isEmpty else { return [] }
    let ids = people.map(\.uuid).sorted { $0.uuidString < $1.uuidString }
    while true {
      try await execute(
        """
        INSERT INTO recommend.personalisation (tenant_id, person_id, is_on, changed_at)
        SELECT \(tenant), p.id, NULL, \(environment.now()) FROM unnest(\(ids)) AS p (id)
        ORDER BY p.id
        ON CONFLICT (tenant_id, person_id) DO NOTHING
        """
      )
      let rows: [HeldPerson] = try await all(
        """
        SELECT person_id, coalesce(is_on, true) FROM recommend.personalisation
        WHERE tenant_id = \(tenant) AND person_id = ANY (\(ids))
        ORDER BY person_id FOR SHARE
        """
      )
      // A row that was forgotten between the two is written again.
      if rows.count == ids.count { return Set(rows.filter { !$0.isOn }.map(\.person)) }
    }
  }

  /// Writes events and gives how many were new.
  func insertSignals(_ signals: [Signal]) async throws -> Int {
    guard !signals.isEmpty else { return 0 }
    let columns = signals.map(\.action.columns)
    return try await execute(
      """
      INSERT INTO recommend.signal
        (tenant_id, id, person_id, kind, item, phrase, quantity, amount, stars, model_version,
         model_kind, region, occurred_at, received_at)
      SELECT \(tenant), s.id, s.person_id, s.kind, s.item, s.phrase, s.quantity, s.amount, s.stars,
        s.model_version, s.model_kind, s.region, s.occurred_at, \(environment.now())
      FROM unnest(\(signals.map(\.id.uuid)), \(signals.map(\.person.uuid)),
        \(columns.map(\.kind)), \(columns.map(\.item)), \(columns.map(\.phrase)),
        \(columns.map(\.quantity)), \(columns.map(\.amount)), \(columns.map(\.stars)),
        \(columns.map(\.modelVersion)), \(columns.map(\.modelKind)),
        \(signals.map(\.region)), \(signals.map(\.occurredAt)))
        AS s (id, person_id, kind, item, phrase, quantity, amount, stars, model_version,
          model_kind, region, occurred_at)
      ON CONFLICT (tenant_id, id) DO NOTHING
      """
    )
  }

  func writePersonalisation(_ isOn: Bool, of person: PersonID) async throws {
    try await execute(
      """
      INSERT INTO recommend.personalisation (tenant_id, person_id, is_on, changed_at)
      VALUES (\(tenant), \(person), \(isOn), \(environment.now()))
      ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET is_on = excluded.is_on, changed_at = excluded.changed_at
      """
    )
  }

  func deleteSignals(of person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.signal WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }
}

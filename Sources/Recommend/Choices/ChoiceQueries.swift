internal import Foundation
public import TenantStore

extension StatedChoice: TenantRow {
  /// Reads the answer and the months of birth.
  public init(row: inout ColumnReader) throws {
    isOn = try row.next()
    childrenBorn = try row.next([Int].self)
  }
}

extension TenantQuerying {
  /// What a person said about recommendations.
  public func statedChoice(of person: PersonID) async throws -> StatedChoice {
    try await optional(
      """
      SELECT is_on, children_born FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    ) ?? .none
  }
}

extension TenantTransaction {
  /// Writes the months in which a person's children were born, and that the person wants to be known.
  func writeChildren(_ months: [Int], of person: PersonID) async throws {
    try await execute(
      """
      INSERT INTO recommend.personalisation
        (tenant_id, person_id, is_on, changed_at, children_born)
      VALUES (\(tenant), \(person), true, \(environment.now()), \(months))
      ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET is_on = true, changed_at = excluded.changed_at, children_born = excluded.children_born
      """
    )
  }

  /// Waits for whoever holds a person, and holds them alone.
  func lockChoice(of person: PersonID) async throws {
    let _: Bool? = try await value(
      """
      SELECT true FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id = \(person) FOR UPDATE
      """
    )
  }

  /// Deletes the months of birth that a person stated; what was said of recommendations stays.
  func deleteChildren(of person: PersonID) async throws {
    try await execute(
      """
      UPDATE recommend.personalisation SET children_born = '{}'
      WHERE tenant_id = \(tenant) AND person_id = \(person) AND children_born <> '{}'
      """
    )
  }

  /// Deletes what a person did with some items.
  func deleteSignals(of person: PersonID, with items: [String]) async throws {
    try await execute(
      """
      DELETE FROM recommend.signal
      WHERE tenant_id = \(tenant) AND person_id = \(person) AND item = ANY (\(items))
      """
    )
  }
}

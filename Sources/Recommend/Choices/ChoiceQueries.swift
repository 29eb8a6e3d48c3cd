internal import Foundation
public import TenantStore

extension StatedChoice: TenantRow {
  /// Reads the answer, the months of birth, what is avoided and what was chosen.
  public init(row: inout ColumnReader) throws {
    isOn = try row.next()
    childrenBorn = try row.next([Int].self)
    avoids = try row.next([String].self)
    wishes = PersonWishes(
      requires: Set(try row.next([String].self)),
      scenario: try row.next(String?.self).flatMap { Scenario(rawValue: $0) },
      persona: PersonaWish(text: try row.next())
    )
  }
}

extension TenantQuerying {
  /// What a person said about recommendations.
  public func statedChoice(of person: PersonID) async throws -> StatedChoice {
    try await optional(
      """
      SELECT is_on, children_born, avoids, requires, scenario, persona
      FROM recommend.personalisation
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

  /// Writes what a person wants nothing of, and that the person wants to be known.
  func writeAvoids(_ words: [String], of person: PersonID) async throws {
    try await execute(
      """
      INSERT INTO recommend.personalisation (tenant_id, person_id, is_on, changed_at, avoids)
      VALUES (\(tenant), \(person), true, \(environment.now()), \(words))
      ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET is_on = true, changed_at = excluded.changed_at, avoids = excluded.avoids
      """
    )
  }

  /// Writes what a person chose, and that the person wants to be known.
  func writeWishes(_ wishes: PersonWishes, of person: PersonID) async throws {
    let requires = wishes.requires.sorted()
    try await execute(
      """
      INSERT INTO recommend.personalisation
        (tenant_id, person_id, is_on, changed_at, requires, scenario, persona)
      VALUES (\(tenant), \(person), true, \(environment.now()), \(requires),
        \(wishes.scenario?.rawValue), \(wishes.persona.text))
      ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET is_on = true, changed_at = excluded.changed_at, requires = excluded.requires,
        scenario = excluded.scenario, persona = excluded.persona
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

  /// Deletes the months of birth, what a person avoids and what they chose; what was said of
  /// recommendations stays.
  func deleteChildren(of person: PersonID) async throws {
    try await execute(
      """
      UPDATE recommend.personalisation SET children_born = '{}', avoids = '{}', requires = '{}',
        scenario = NULL, persona = NULL, goals = '{}'
      WHERE tenant_id = \(tenant) AND person_id = \(person)
        AND (children_born <> '{}' OR avoids <> '{}' OR requires <> '{}'
          OR scenario IS NOT NULL OR persona IS NOT NULL OR goals <> '{}')
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

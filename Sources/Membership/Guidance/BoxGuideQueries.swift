internal import Foundation
public import TenantStore

extension BoxGuide: TenantRow {
  /// Reads the columns `plan, from_months, language, title, body, source, reviewer`.
  public init(row: inout ColumnReader) throws {
    plan = try row.next()
    fromMonths = Int(try row.next(Int32.self))
    guard let language = LanguageTag(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.language = language
    title = try row.next()
    text = try row.next()
    source = try row.next()
    reviewer = try row.next()
  }
}

extension TenantQuerying {
  /// What is said with boxes, by plan, age and language; at most 1,000.
  public func boxGuides() async throws -> [BoxGuide] {
    try await all(
      """
      SELECT plan, from_months, language, title, body, source, reviewer FROM membership.box_guide
      WHERE tenant_id = \(tenant) ORDER BY plan, from_months, language LIMIT 1000
      """
    )
  }

  /// What is said with the boxes of a plan from an age on, in every language.
  public func boxGuides(of plan: String, fromMonths: Int) async throws -> [BoxGuide] {
    try await all(
      """
      SELECT plan, from_months, language, title, body, source, reviewer FROM membership.box_guide
      WHERE tenant_id = \(tenant) AND plan = \(plan) AND from_months = \(Int32(fromMonths))
      ORDER BY language
      """
    )
  }

  /// At which ages something else is said with the boxes of a plan, in whole months.
  func guideBands(of plan: String) async throws -> [Int] {
    try await values(
      """
      SELECT DISTINCT from_months FROM membership.box_guide
      WHERE tenant_id = \(tenant) AND plan = \(plan) ORDER BY from_months
      """,
      as: Int32.self
    ).map(Int.init)
  }
}

extension TenantTransaction {
  /// Writes what is said with boxes, in the place of what was; what is the same stays untouched.
  ///
  /// - Returns: How many were new or changed.
  func keepBoxGuides(_ guides: [BoxGuide]) async throws -> Int {
    try await execute(
      """
      INSERT INTO membership.box_guide AS g (tenant_id, plan, from_months, language, title, body,
        source, reviewer, changed_at)
      SELECT \(tenant), n.plan, n.from_months, n.language, n.title, n.body, n.source, n.reviewer,
        \(environment.now())
      FROM unnest(\(guides.map(\.plan)), \(guides.map { Int32($0.fromMonths) }),
        \(guides.map(\.language.rawValue)), \(guides.map(\.title)), \(guides.map(\.text)),
        \(guides.map(\.source)), \(guides.map(\.reviewer)))
        AS n (plan, from_months, language, title, body, source, reviewer)
      ORDER BY n.plan, n.from_months, n.language
      ON CONFLICT (tenant_id, plan, from_months, language) DO UPDATE
      SET title = excluded.title, body = excluded.body, source = excluded.source,
        reviewer = excluded.reviewer, changed_at = excluded.changed_at
      WHERE (g.title, g.body, g.source, g.reviewer)
        IS DISTINCT FROM (excluded.title, excluded.body, excluded.source, excluded.reviewer)
      """
    )
  }

  /// Takes away what is said with boxes.
  ///
  /// - Returns: How many there were.
  func removeBoxGuides(_ places: [BoxGuide.Place]) async throws -> Int {
    try await execute(
      """
      DELETE FROM membership.box_guide g
      USING unnest(\(places.map(\.plan)), \(places.map { Int32($0.fromMonths) }),
        \(places.map(\.language.rawValue))) AS n (plan, from_months, language)
      WHERE g.tenant_id = \(tenant) AND g.plan = n.plan AND g.from_months = n.from_months
        AND g.language = n.language
      """
    )
  }

  /// Notes that a contract has come into a span of ages; false where it had before.
  func enterGuideBand(_ months: Int, of id: SubscriptionID, number: Int64) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.subscription_guide
        (tenant_id, subscription_id, from_months, number, entered_at)
      VALUES (\(tenant), \(id), \(Int32(months)), \(number), \(environment.now()))
      ON CONFLICT (tenant_id, subscription_id, from_months) DO NOTHING
      """
    ) == 1
  }
}

internal import Foundation
public import TenantStore

/// A person who bought an item in a month.
struct MonthPurchase: Hashable, TenantRow {
  let person: PersonID
  let item: String
  /// The month, ``BirthMonth/number(of:in:)``.
  let month: Int

  init(person: PersonID, item: String, month: Int) {
    self.person = person
    self.item = item
    self.month = month
  }

  init(row: inout ColumnReader) throws {
    person = try row.next()
    item = try row.next()
    month = try row.next()
  }
}

/// The months in which a person's children were born.
private struct BornChildren: TenantRow {
  let person: PersonID
  let months: [Int]

  init(row: inout ColumnReader) throws {
    person = try row.next()
    months = try row.next([Int].self)
  }
}

extension InsightQuestion {
  fileprivate init(row: inout ColumnReader) throws {
    guard let kind = Kind(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    guard let months = InsightMonths(first: try row.next(), last: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(
      kept: kind,
      months,
      cost: PrivacyCost(millionths: try row.next()),
      cap: try row.next()
    )
  }
}

extension InsightReport: TenantRow {
  /// Reads the id, the question, the content and the time.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    question = try InsightQuestion(row: &row)
    let content: String? = try row.next()
    table = try content.map { try JSONDecoder().decode(InsightTable.self, from: Data($0.utf8)) }
    madeAt = try row.next()
  }
}

extension InsightUse: TenantRow {
  /// Reads the report, the question, and who asked when for whom.
  public init(row: inout ColumnReader) throws {
    report = try row.next()
    question = try InsightQuestion(row: &row)
    isAnswered = try row.next()
    brand = try row.next()
    actor = try row.next()
    usedAt = try row.next()
  }
}

extension QueryPart {
  fileprivate static let insight: QueryPart =
    "r.id, r.kind, r.first_month, r.last_month, r.cost, r.cap"
}

extension TenantQuerying {
  /// A report by its name.
  public func insightReport(_ id: InsightReportID) async throws -> InsightReport? {
    try await optional(
      """
      SELECT \(QueryPart.insight), r.content::text, r.made_at FROM recommend.insight_report r
      WHERE r.tenant_id = \(tenant) AND r.id = \(id)
      """
    )
  }

  /// For whom reports were asked for, the latest first, at most 100.
  public func insightUses() async throws -> [InsightUse] {
    try await all(
      """
      SELECT \(QueryPart.insight), r.content IS NOT NULL, u.brand, u.actor, u.used_at
      FROM recommend.insight_use u
      JOIN recommend.insight_report r ON r.tenant_id = \(tenant) AND r.id = u.report_id
      WHERE u.tenant_id = \(tenant) ORDER BY u.used_at DESC, u.id LIMIT 100
      """
    )
  }

  func insightReport(to question: InsightQuestion) async throws -> InsightReport? {
    try await optional(
      """
      SELECT \(QueryPart.insight), r.content::text, r.made_at FROM recommend.insight_report r
      WHERE r.tenant_id = \(tenant) AND r.kind = \(question.kind.rawValue)
        AND r.first_month = \(question.months.first) AND r.last_month = \(question.months.last)
        AND r.cost = \(question.cost.millionths) AND r.cap = \(question.cap)
      """
    )
  }

  func insightSpent(in year: Int) async throws -> PrivacyCost {
    let millionths: Int? = try await value(
      """
      SELECT spent FROM recommend.insight_budget
      WHERE tenant_id = \(tenant) AND year = \(year)
      """
    )
    return PrivacyCost(millionths: millionths ?? 0)
  }

  /// What people whom the shop may know bought in which month.
  func monthPurchases(of months: InsightMonths, in zone: TimeZone) async throws -> [MonthPurchase] {
    let start = InsightMonths.start(of: months.first, in: zone)
    let end = InsightMonths.start(of: months.last + 1, in: zone)
    return try await all(
      """
      SELECT s.person_id, s.item, (extract(year FROM s.occurred_at AT TIME ZONE \(zone.identifier))
        * 12 + extract(month FROM s.occurred_at AT TIME ZONE \(zone.identifier)) - 1)::bigint
      FROM recommend.signal s
      WHERE s.tenant_id = \(tenant) AND s.kind = 'purchase' AND s.item IS NOT NULL
        AND s.occurred_at >= \(start) AND s.occurred_at < \(end)
        AND (EXISTS (SELECT FROM recommend.personalisation p
            WHERE p.tenant_id = \(tenant) AND p.person_id = s.person_id AND p.is_on)
          OR EXISTS (SELECT FROM recommend.signal o
            WHERE o.tenant_id = \(tenant) AND o.person_id = s.person_id
              AND o.kind <> 'purchase'))
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """
    )
  }

  /// The months of birth that people stated.
  func childrenBorn() async throws -> [PersonID: [Int]] {
    let rows: [BornChildren] = try await all(
      """
      SELECT person_id, children_born FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND children_born <> '{}'
      """
    )
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.person, $0.months) })
  }
}

extension TenantTransaction {
  /// Holds a year's budget until the transaction ends, and gives what was spent of it.
  func holdInsightBudget(of year: Int) async throws -> PrivacyCost {
    try await execute(
      """
      INSERT INTO recommend.insight_budget (tenant_id, year, spent) VALUES (\(tenant), \(year), 0)
      ON CONFLICT (tenant_id, year) DO NOTHING
      """
    )
    let millionths: Int? = try await value(
      """
      SELECT spent FROM recommend.insight_budget
      WHERE tenant_id = \(tenant) AND year = \(year) FOR UPDATE
      """
    )
    return PrivacyCost(millionths: millionths ?? 0)
  }

  /// Spends what is left enough for; nothing happens otherwise.
  func spend(_ cost: PrivacyCost, of year: Int, granted: PrivacyCost) async throws -> Bool {
    try await execute(
      """
      UPDATE recommend.insight_budget SET spent = spent + \(cost.millionths)
      WHERE tenant_id = \(tenant) AND year = \(year)
        AND spent + \(cost.millionths) <= \(granted.millionths)
      """
    ) == 1
  }

  func insertInsight(_ report: InsightReport) async throws {
    let encoder = JSONEncoder()
    let content = try report.table.map {
      String(decoding: try encoder.encode($0), as: UTF8.self)
    }
    let question = report.question
    try await execute(
      """
      INSERT INTO recommend.insight_report
        (tenant_id, id, kind, first_month, last_month, cost, cap, content, made_at)
      VALUES (\(tenant), \(report.id), \(question.kind.rawValue), \(question.months.first),
        \(question.months.last), \(question.cost.millionths), \(question.cap),
        \(content)::text::jsonb, \(report.madeAt))
      """
    )
  }

  func insertInsightUse(of report: InsightReportID, _ brand: String, _ actor: Actor) async throws {
    try await execute(
      """
      INSERT INTO recommend.insight_use (tenant_id, id, report_id, brand, actor, used_at)
      VALUES (\(tenant), \(environment.makeID()), \(report), \(brand), \(actor.description),
        \(environment.now()))
      """
    )
  }
}

public import Foundation
public import TenantStore

/// A service that somebody followed a proposal to, and what buys it.
struct VisitedService: TenantRow {
  let service: String
  let article: String

  init(row: inout ColumnReader) throws {
    service = try row.next()
    article = try row.next()
  }
}

extension TenantQuerying {
  /// What each service brought in some months, by the days of visits and of orders; at most 200.
  public func serviceFigures(_ months: InsightMonths, in zone: TimeZone) async throws
    -> [ServiceFigures]
  {
    let span = months.span(in: zone)
    return try await all(
      """
      SELECT f.service, sum(f.visits)::bigint, sum(f.orders)::bigint, sum(f.amount)::bigint
      FROM (
        SELECT v.service, count(*) AS visits, 0 AS orders, 0 AS amount
        FROM recommend.service_visit v
        WHERE v.tenant_id = \(tenant) AND v.visited_at >= \(span.lowerBound)
          AND v.visited_at < \(span.upperBound)
        GROUP BY 1
        UNION ALL
        SELECT o.service, 0, count(*), sum(o.amount) FROM recommend.service_order o
        WHERE o.tenant_id = \(tenant) AND o.placed_at >= \(span.lowerBound)
          AND o.placed_at < \(span.upperBound)
        GROUP BY 1
      ) f GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1 LIMIT 200
      """
    )
  }

  func servicesVisited(
    by people: [PersonID],
    buying articles: [String],
    from start: Date,
    through end: Date
  ) async throws -> [VisitedService] {
    try await all(
      """
      SELECT DISTINCT service, article FROM recommend.service_visit
      WHERE tenant_id = \(tenant) AND person_id = ANY (\(people.map(\.uuid)))
        AND article = ANY (\(articles)) AND visited_at >= \(start) AND visited_at <= \(end)
      ORDER BY service, article
      """
    )
  }

  /// Deletes at most 5,000 visits that are older than so many days.
  func deleteOldServiceVisits(days: Int) async throws -> Int {
    let oldest = environment.now().addingTimeInterval(-Double(days) * 86_400)
    return try await execute(
      """
      DELETE FROM recommend.service_visit
      WHERE tenant_id = \(tenant) AND id IN (
        SELECT id FROM recommend.service_visit
        WHERE tenant_id = \(tenant) AND visited_at < \(oldest)
        ORDER BY visited_at LIMIT 5000)
      """
    )
  }
}

extension TenantTransaction {
  func insertServiceVisit(
    _ id: SignalID,
    of person: PersonID,
    _ service: PartnerService,
    at now: Date
  ) async throws {
    try await execute(
      """
      INSERT INTO recommend.service_visit
        (tenant_id, id, person_id, service, article, visited_at)
      VALUES (\(tenant), \(id), \(person), \(service.code), \(service.sku), \(now))
      ON CONFLICT (tenant_id, id) DO NOTHING
      """
    )
  }

  /// Gives a guest's visits to the member whom they turned out to be.
  func moveServiceVisits(from guest: PersonID, to member: PersonID) async throws {
    try await execute(
      """
      UPDATE recommend.service_visit SET person_id = \(member)
      WHERE tenant_id = \(tenant) AND person_id = \(guest)
      """
    )
  }

  func deleteServiceVisits(of person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.service_visit
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }

  func insertServiceOrders(
    _ services: [(key: String, value: Int64)],
    of order: UUID,
    placedAt: Date
  ) async throws {
    guard !services.isEmpty else { return }
    try await execute(
      """
      INSERT INTO recommend.service_order (tenant_id, order_id, service, amount, placed_at)
      SELECT \(tenant), \(order), s.service, s.amount, \(placedAt)
      FROM unnest(\(services.map(\.key)), \(services.map(\.value))) AS s (service, amount)
      ON CONFLICT (tenant_id, order_id, service) DO NOTHING
      """
    )
  }

  func deleteServiceOrders(of order: UUID) async throws {
    try await execute(
      """
      DELETE FROM recommend.service_order
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }
}

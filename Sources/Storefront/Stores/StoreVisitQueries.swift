public import Foundation
public import TenantStore

extension StoreVisit: TenantRow {
  /// Reads the columns of `QueryPart.visit`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    location = try row.next()
    startsAt = try row.next()
    code = try row.next()
    name = try row.next()
    phone = try row.next()
    note = try row.next()
    guard let state = State(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    self.state = state
  }
}

extension QueryPart {
  /// What a ``StoreVisit`` is read from.
  static let visit: QueryPart = """
    v.id, n.code, v.starts_at, v.code, v.name, v.phone, v.note, v.state
    FROM storefront.store_visit v
    JOIN storefront.location n ON n.tenant_id = $1 AND n.id = v.location_id
    """
}

extension TenantQuerying {
  /// A visit by its code.
  public func visit(code: String) async throws -> StoreVisit? {
    try await optional(
      "SELECT \(QueryPart.visit) WHERE v.tenant_id = \(tenant) AND v.code = \(code)"
    )
  }

  /// The booked visit of a session that is to come.
  public func comingVisit(of session: SessionID) async throws -> StoreVisit? {
    try await optional(
      """
      SELECT \(QueryPart.visit)
      WHERE v.tenant_id = \(tenant) AND v.session_id = \(session) AND v.state = 'booked'
        AND v.starts_at > \(environment.now())
      ORDER BY v.starts_at LIMIT 1
      """
    )
  }

  /// Visits that begin in a span of time, the earliest first, at most two hundred.
  public func visits(from start: Date, before end: Date) async throws -> [StoreVisit] {
    try await all(
      """
      SELECT \(QueryPart.visit)
      WHERE v.tenant_id = \(tenant) AND v.starts_at >= \(start) AND v.starts_at < \(end)
      ORDER BY v.starts_at, v.id LIMIT 200
      """
    )
  }

  /// How many visits of each hour of a span of time are booked at a store.
  public func visitsTaken(at location: String, from start: Date, before end: Date) async throws
    -> [Date: Int]
  {
    let rows: [TakenRow] = try await all(
      """
      SELECT t.starts_at, t.taken FROM storefront.visit_slot t
      JOIN storefront.location n ON n.tenant_id = \(tenant) AND n.id = t.location_id
      WHERE t.tenant_id = \(tenant) AND n.code = \(location)
        AND t.starts_at >= \(start) AND t.starts_at < \(end)
      """
    )
    return Dictionary(rows.map { ($0.startsAt, $0.taken) }) { first, _ in first }
  }
}

private struct TakenRow: TenantRow {
  let startsAt: Date
  let taken: Int

  init(row: inout ColumnReader) throws {
    startsAt = try row.next()
    taken = try row.next()
  }
}

extension TenantTransaction {
  /// Lets nobody else book for a session until the transaction ends.
  func lockVisits(of session: SessionID) async throws {
    try await execute(
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('visits ' || \(tenant)::uuid || \(session)::uuid, 0))
      """
    )
  }

  /// Takes one place of an hour; false when all are taken.
  func takeVisitPlace(_ location: LocationID, _ start: Date, of capacity: Int) async throws -> Bool
  {
    try await execute(
      """
      INSERT INTO storefront.visit_slot AS t (tenant_id, location_id, starts_at, taken)
      SELECT \(tenant), \(location), \(start), 1 WHERE \(capacity)::integer > 0
      ON CONFLICT (tenant_id, location_id, starts_at) DO UPDATE SET taken = t.taken + 1
      WHERE t.taken < \(capacity)
      """
    ) == 1
  }

  /// Writes a visit; false when its code is taken.
  func insertVisit(
    _ form: VisitForm,
    code: String,
    at location: LocationID,
    session: SessionID
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.store_visit
        (tenant_id, id, location_id, starts_at, code, session_id, name, phone, note, state,
         booked_at)
      VALUES (\(tenant), \(VisitID.make(in: environment)), \(location), \(form.startsAt), \(code),
        \(session), \(form.name), \(form.phone), \(form.note), 'booked', \(environment.now()))
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    ) == 1
  }

  /// Ends a booked visit; false when it is not booked any more.
  func endVisit(_ code: String, as state: StoreVisit.State) async throws -> Bool {
    let freed = state == .cancelled ? 1 : 0
    return try await execute(
      """
      WITH ended AS (
        UPDATE storefront.store_visit SET state = \(state.rawValue)
        WHERE tenant_id = \(tenant) AND code = \(code) AND state = 'booked'
        RETURNING location_id, starts_at
      )
      UPDATE storefront.visit_slot t SET taken = t.taken - \(freed)
      FROM ended e
      WHERE t.tenant_id = \(tenant) AND t.location_id = e.location_id
        AND t.starts_at = e.starts_at
      """
    ) == 1
  }
}

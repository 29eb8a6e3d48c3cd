internal import Foundation
public import TenantStore

extension ServiceCase: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    guard let kind = ProcessKind(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.kind = kind
    let process = try JSONDecoder().decode(
      ServiceProcess.self,
      from: Data(try row.next(String.self).utf8)
    )
    guard let state = process.state(try row.next()) else { throw TenantStoreError.emptyAnswer }
    (self.process, self.state) = (process, state)
    owner = try row.next()
    subject = try row.next()
    reference = try row.next()
    conversation = try row.next()
    openedAt = try row.next()
    dueAt = try row.next()
    escalatedAt = try row.next()
    closedAt = try row.next()
  }
}

extension CaseStep: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    guard let event = CaseEvent(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.event = event
    state = try row.next()
    login = try row.next()
    note = try row.next()
    at = try row.next()
  }
}

extension QueryPart {
  static let serviceCase: QueryPart = """
    c.id, c.kind, c.process::text, c.state, c.owner, c.subject, c.reference, c.conversation_id,
    c.opened_at, c.due_at, c.escalated_at, c.closed_at
    """
}

extension TenantQuerying {
  /// A case.
  public func serviceCase(_ id: ServiceCaseID) async throws -> ServiceCase? {
    try await optional(
      """
      SELECT \(QueryPart.serviceCase) FROM service.case_file c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id)
      """
    )
  }

  /// The history of a case, oldest first, at most 200 lines.
  public func caseSteps(of id: ServiceCaseID) async throws -> [CaseStep] {
    try await all(
      """
      SELECT event, state, login, note, noted_at FROM service.case_step
      WHERE tenant_id = \(tenant) AND case_id = \(id) ORDER BY position LIMIT 200
      """
    )
  }

  /// Cases for the desk, at most a hundred: those that are late or due soonest first, or, of those that
  /// are over, the newest.
  ///
  /// - Parameters:
  ///   - filter: Which.
  ///   - login: Who looks.
  ///   - role: What that person is.
  /// - Returns: The cases.
  /// - Throws: What the database refuses.
  public func serviceCases(_ filter: CaseFilter, login: String, role: StaffRole) async throws
    -> [ServiceCase]
  {
    try await all(
      """
      SELECT \(QueryPart.serviceCase) FROM service.case_file c
      WHERE c.tenant_id = \(tenant) AND (c.closed_at IS NOT NULL) = \(filter == .closed)
        AND (\(filter != .late) OR c.due_at <= \(environment.now()))
        AND (\(filter != .mine) OR c.owner = \(login)
          OR c.owner IS NULL AND c.wanted_role = \(role.rawValue))
      ORDER BY CASE WHEN c.closed_at IS NULL THEN coalesce(c.due_at, 'infinity') END, c.id DESC
      LIMIT 100
      """
    )
  }

  /// How many cases a role was called for because they are late, and nobody has taken.
  public func escalatedCases(for role: StaffRole) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM service.case_file
      WHERE tenant_id = \(tenant) AND escalated_at IS NOT NULL AND owner IS NULL
        AND closed_at IS NULL AND wanted_role = \(role.rawValue)
      """
    ) ?? 0
  }

  /// Cases whose deadline has passed and of which no higher role was told; at most 500.
  func lateCases() async throws -> [ServiceCaseID] {
    try await values(
      """
      SELECT id FROM service.case_file
      WHERE tenant_id = \(tenant) AND escalates_to IS NOT NULL AND escalated_at IS NULL
        AND closed_at IS NULL AND due_at <= \(environment.now())
      ORDER BY due_at LIMIT 500
      """
    )
  }
}

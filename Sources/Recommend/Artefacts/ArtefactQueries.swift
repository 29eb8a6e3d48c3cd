internal import Foundation
public import TenantStore

extension ModelArtefact: TenantRow {
  /// Reads the columns in the order of the table, with the content's size.
  public init(row: inout ColumnReader) throws {
    kind = try row.next()
    version = try row.next()
    format = try row.next()
    guard let state = ArtefactState(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    metrics = try JSONDecoder().decode(JSONValue.self, from: Data(try row.next(String.self).utf8))
    trainedAt = try row.next()
    servedAt = try row.next()
    size = try row.next()
  }
}

extension QueryPart {
  fileprivate static let artefact: QueryPart = """
    a.kind, a.version, a.format, a.state, a.metrics::text, a.trained_at, a.served_at,
      octet_length(a.content)
    """
}

extension TenantQuerying {
  /// All models of a tenant, by kind, the newest first.
  public func modelArtefacts() async throws -> [ModelArtefact] {
    try await all(
      """
      SELECT \(QueryPart.artefact) FROM recommend.model_artefact a
      WHERE a.tenant_id = \(tenant) ORDER BY a.kind, a.version DESC
      """
    )
  }

  /// The version that is served of a kind.
  public func servedVersion(of kind: String) async throws -> Int? {
    try await value(
      """
      SELECT version FROM recommend.model_artefact
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND state = 'serving'
      """
    )
  }

  /// The content of a version.
  public func modelContent(_ version: Int, of kind: String) async throws -> [UInt8]? {
    try await value(
      """
      SELECT content FROM recommend.model_artefact
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND version = \(version)
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a candidate under the next number of its kind.
  ///
  /// Two trainings that end at once are numbered one after the other: the tenant's row is held.
  func insertArtefact(_ content: [UInt8], _ kind: String, _ format: Int, _ metrics: JSONValue)
    async throws -> Int
  {
    _ = try await lockArtefacts(kind)
    let version: Int? = try await value(
      """
      INSERT INTO recommend.model_artefact
        (tenant_id, kind, version, format, state, metrics, content, trained_at)
      SELECT \(tenant), \(kind), coalesce(max(version), 0) + 1, \(format), 'candidate',
        \(metrics.canonicalText)::text::jsonb, \(content), \(environment.now())
      FROM recommend.model_artefact WHERE tenant_id = \(tenant) AND kind = \(kind)
      RETURNING version
      """
    )
    guard let version else { throw TenantStoreError.emptyAnswer }
    return version
  }

  /// Holds a kind until the transaction ends and gives its models.
  func lockArtefacts(_ kind: String) async throws -> [ModelArtefact] {
    let results = try await batch([
      """
      SELECT pg_advisory_xact_lock(hashtextextended(\(tenant)::text || \(kind), 0))
      """,
      """
      SELECT \(QueryPart.artefact) FROM recommend.model_artefact a
      WHERE a.tenant_id = \(tenant) AND a.kind = \(kind) ORDER BY a.version DESC
      """,
    ])
    return try results[1].all()
  }

  func setArtefact(_ kind: String, _ version: Int, _ state: ArtefactState) async throws {
    let served = state == .serving ? environment.now() : nil
    try await execute(
      """
      UPDATE recommend.model_artefact
      SET state = \(state.rawValue), served_at = coalesce(\(served), served_at)
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND version = \(version)
      """
    )
  }

  /// Adds to what was measured of a version.
  func noteMetrics(_ metrics: JSONValue, of kind: String, _ version: Int) async throws {
    try await execute(
      """
      UPDATE recommend.model_artefact
      SET metrics = metrics || \(metrics.canonicalText)::text::jsonb
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND version = \(version)
      """
    )
  }

  /// Rejects a version that nobody has been served.
  func rejectArtefact(_ kind: String, _ version: Int) async throws {
    try await execute(
      """
      UPDATE recommend.model_artefact SET state = 'rejected'
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND version = \(version)
        AND state = 'candidate'
      """
    )
  }

  /// Deletes all but the newest of a kind, and never what is served or was served last.
  func deleteOldArtefacts(_ kind: String, keeping count: Int) async throws {
    try await execute(
      """
      DELETE FROM recommend.model_artefact
      WHERE tenant_id = \(tenant) AND kind = \(kind) AND state <> 'serving' AND version NOT IN (
        SELECT max(version) FROM recommend.model_artefact
        WHERE tenant_id = \(tenant) AND kind = \(kind) AND state = 'retired'
        HAVING max(version) IS NOT NULL
        UNION ALL (
        SELECT version FROM recommend.model_artefact
        WHERE tenant_id = \(tenant) AND kind = \(kind) AND state <> 'serving'
        ORDER BY version DESC LIMIT \(count)))
      """
    )
  }
}

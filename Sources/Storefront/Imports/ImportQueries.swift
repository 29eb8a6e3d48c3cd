internal import Foundation
internal import TenantStore

/// How far the latest import of a file came.
struct ImportRun: TenantRow {
  let rowsDone: Int
  let isFinished: Bool

  init(row: inout ColumnReader) throws {
    rowsDone = try row.next()
    isFinished = try row.next()
  }
}

extension TenantQuerying {
  /// How far the latest import of a file came.
  func importRun(_ kind: ImportKind, of digest: [UInt8]) async throws -> ImportRun? {
    try await optional(
      """
      SELECT rows_done, finished_at IS NOT NULL FROM storefront.import_run
      WHERE tenant_id = \(tenant) AND kind = \(kind.rawValue) AND digest = \(digest)
      """
    )
  }

  /// The products of some short names, and those that have some SKUs.
  func productIDs(slugs: [String], codes: [String]) async throws -> [UUID] {
    try await values(
      """
      SELECT id FROM storefront.product WHERE tenant_id = \(tenant) AND slug = ANY (\(slugs))
      UNION
      SELECT product_id FROM storefront.sku WHERE tenant_id = \(tenant) AND code = ANY (\(codes))
      """
    )
  }

  /// The next products behind one, in the order of their ids.
  func productIDs(after id: UUID, limit: Int) async throws -> [UUID] {
    try await values(
      """
      SELECT id FROM storefront.product WHERE tenant_id = \(tenant) AND id > \(id)
      ORDER BY id LIMIT \(limit)
      """
    )
  }

  /// The pictures of the shop by the names that they have in files.
  func pictureNames() async throws -> [String: MediaID] {
    let pictures: [NamedPicture] = try await all(
      """
      SELECT name, sha256 FROM storefront.product_picture WHERE tenant_id = \(tenant)
      UNION
      SELECT picture_name, picture FROM storefront.category
      WHERE tenant_id = \(tenant) AND picture IS NOT NULL
      """
    )
    return Dictionary(pictures.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  /// Those of some SKUs that the shop has.
  func knownSKUs(_ codes: [String]) async throws -> [String] {
    try await values(
      "SELECT code FROM storefront.sku WHERE tenant_id = \(tenant) AND code = ANY (\(codes))"
    )
  }
}

private struct NamedPicture: TenantRow {
  let name: String
  let id: MediaID

  init(row: inout ColumnReader) throws {
    name = try row.next()
    id = MediaID(sha256: try row.next())
  }
}

extension TenantTransaction {
  /// Notes how far an import came, in the transaction that wrote so far.
  func recordImport(_ kind: ImportKind, of digest: [UInt8], rows: Int, isFinished: Bool)
    async throws
  {
    let now = environment.now()
    try await execute(
      """
      INSERT INTO storefront.import_run AS run
        (tenant_id, kind, digest, rows_done, started_at, updated_at, finished_at)
      VALUES (\(tenant), \(kind.rawValue), \(digest), \(rows), \(now), \(now),
        \(isFinished ? now : nil))
      ON CONFLICT (tenant_id, kind, digest) DO UPDATE
      SET rows_done = excluded.rows_done, updated_at = excluded.updated_at,
        finished_at = excluded.finished_at,
        started_at = CASE WHEN run.rows_done < excluded.rows_done
          THEN run.started_at ELSE excluded.started_at END
      """
    )
  }
}

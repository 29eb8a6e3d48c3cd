internal import Foundation

/// A picture in a width, or as it is where there is none of that width.
public struct SizedMedia: Hashable, TenantRow {
  /// What is shown.
  public let media: Media
  /// Whether it stays so; a picture that waits for its renditions is shown as it is until then.
  public let isFinal: Bool
  /// Whether it is a rendition.
  public let isRendition: Bool

  /// Reads the columns of a ``Media`` and the two others.
  public init(row: inout ColumnReader) throws {
    media = try Media(row: &row)
    isFinal = try row.next()
    isRendition = try row.next()
  }
}

private struct UnsizedRow: TenantRow {
  let id: MediaID

  init(row: inout ColumnReader) throws { id = MediaID(sha256: try row.next([UInt8].self)) }
}

extension TenantQuerying {
  /// A picture in one of the widths of ``Rendition/widths``, or as it is; nothing while it is withheld.
  public func media(_ id: MediaID, width: Int) async throws -> SizedMedia? {
    try await optional(
      """
      SELECT coalesce(r.content_type, m.content_type), coalesce(r.bytes, m.bytes), m.is_visitors,
        m.sized_at IS NOT NULL OR m.content_type = 'image/svg+xml', r.width IS NOT NULL
      FROM tenancy.media m
      LEFT JOIN tenancy.rendition r
        ON r.tenant_id = \(tenant) AND r.sha256 = m.sha256 AND r.width = \(width)
      WHERE m.tenant_id = \(tenant) AND m.sha256 = \(id.sha256) AND m.withheld_at IS NULL
      """
    )
  }

  /// Pictures that wait for their renditions, in the order of their addresses.
  ///
  /// - Parameters:
  ///   - id: The address after which they begin; the first without it.
  ///   - limit: How many at most.
  /// - Returns: Their addresses.
  /// - Throws: What the database throws.
  public func unsizedMedia(after id: MediaID?, limit: Int) async throws -> [MediaID] {
    let rows: [UnsizedRow] = try await all(
      """
      SELECT sha256 FROM tenancy.media
      WHERE tenant_id = \(tenant) AND sized_at IS NULL AND content_type <> 'image/svg+xml'
        AND withheld_at IS NULL AND sha256 > \(id?.sha256 ?? [])
      ORDER BY sha256 LIMIT \(limit)
      """
    )
    return rows.map(\.id)
  }
}

extension TenantTransaction {
  /// Keeps what was made of a picture, which waits for nothing from then on.
  ///
  /// A picture that was forgotten in the meantime has none.
  public func keepRenditions(_ renditions: [Rendition], of id: MediaID) async throws {
    // The update locks the row, so that it is not forgotten in between.
    let sizing: TenantQuery = """
      UPDATE tenancy.media SET sized_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND sha256 = \(id.sha256)
      """
    let insertion: TenantQuery = """
      INSERT INTO tenancy.rendition (tenant_id, sha256, width, content_type, bytes, created_at)
      SELECT \(tenant), m.sha256, n.width, \(Rendition.contentType), n.bytes, \(environment.now())
      FROM tenancy.media m,
        unnest(\(renditions.map(\.width)), \(renditions.map { Data($0.bytes) })) AS n (width, bytes)
      WHERE m.tenant_id = \(tenant) AND m.sha256 = \(id.sha256)
      ON CONFLICT (tenant_id, sha256, width) DO NOTHING
      """
    _ = try await batch(renditions.isEmpty ? [sizing] : [sizing, insertion])
  }
}

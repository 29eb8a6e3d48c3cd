internal import Foundation

extension TenantQuerying {
  /// A picture by its address; nothing while it is withheld.
  public func media(_ id: MediaID) async throws -> Media? {
    try await optional(
      """
      SELECT content_type, bytes, is_visitors FROM tenancy.media
      WHERE tenant_id = \(tenant) AND sha256 = \(id.sha256) AND withheld_at IS NULL
      """
    )
  }

  /// Keeps a picture; keeping the same bytes again changes nothing.
  ///
  /// What the merchant keeps stays, also when a visitor shows the same picture. One that is
  /// withheld is readable again, because it is used anew.
  public func keepMedia(_ media: Media) async throws -> MediaID {
    let id = MediaID(of: media.bytes)
    // The update locks the row until whoever keeps it has noted its use, so that it is not forgotten
    // in between.
    try await execute(
      """
      INSERT INTO tenancy.media AS m
        (tenant_id, sha256, content_type, bytes, created_at, is_visitors)
      VALUES (\(tenant), \(id.sha256), \(media.contentType), \(media.bytes), \(environment.now()),
        \(media.isVisitors))
      ON CONFLICT (tenant_id, sha256) DO UPDATE
      SET is_visitors = m.is_visitors AND excluded.is_visitors, withheld_at = NULL
      WHERE m.withheld_at IS NOT NULL OR m.is_visitors AND NOT excluded.is_visitors
      """
    )
    return id
  }
}

/// How the pictures that visitors gave are used.
public struct MediaUse: Hashable, Sendable {
  /// Those that something shows.
  public var shown: Set<MediaID>
  /// Those that belong to something which is not shown now.
  public var hidden: Set<MediaID>

  /// Names the pictures.
  public init(shown: Set<MediaID>, hidden: Set<MediaID>) {
    self.shown = shown
    self.hidden = hidden
  }
}

extension TenantTransaction {
  /// Makes visitors' pictures readable, withholds them or forgets them, as they are used.
  ///
  /// Pictures that the merchant keeps are left alone.
  /// - Parameters:
  ///   - pictures: What may have changed its use.
  ///   - use: Asked for the use once nobody else can change it: what it names neither as shown nor
  ///     as hidden is forgotten.
  /// - Throws: What `use` throws, or a fault of the database.
  public func settleMedia(_ pictures: [MediaID], use: () async throws -> MediaUse) async throws {
    guard !pictures.isEmpty else { return }
    try await lockMedia(pictures)
    let use = try await use()
    let (shown, hidden) = (use.shown.map(\.bytes), use.hidden.subtracting(use.shown).map(\.bytes))
    let unused = Set(pictures).subtracting(use.shown).subtracting(use.hidden).map(\.bytes)
    _ = try await batch([
      """
      UPDATE tenancy.media SET withheld_at = NULL
      WHERE tenant_id = \(tenant) AND is_visitors AND withheld_at IS NOT NULL
        AND sha256 = ANY (\(shown))
      """,
      """
      UPDATE tenancy.media SET withheld_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND is_visitors AND withheld_at IS NULL
        AND sha256 = ANY (\(hidden))
      """,
      """
      DELETE FROM tenancy.media
      WHERE tenant_id = \(tenant) AND is_visitors AND sha256 = ANY (\(unused))
      """,
    ])
  }

  private func lockMedia(_ pictures: [MediaID]) async throws {
    try await execute(
      """
      SELECT FROM tenancy.media
      WHERE tenant_id = \(tenant) AND sha256 = ANY (\(pictures.map(\.bytes)))
      ORDER BY sha256 FOR UPDATE
      """
    )
  }
}

extension MediaID {
  fileprivate var bytes: Data { Data(sha256) }
}

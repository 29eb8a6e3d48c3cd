extension TenantQuerying {
  /// A picture by its address.
  public func media(_ id: MediaID) async throws -> Media? {
    try await optional(
      """
      SELECT content_type, bytes FROM tenancy.media
      WHERE tenant_id = \(tenant) AND sha256 = \(id.sha256)
      """
    )
  }

  /// Keeps a picture; keeping the same bytes again changes nothing.
  public func keepMedia(_ media: Media) async throws -> MediaID {
    let id = MediaID(of: media.bytes)
    try await execute(
      """
      INSERT INTO tenancy.media (tenant_id, sha256, content_type, bytes, created_at)
      VALUES (\(tenant), \(id.sha256), \(media.contentType), \(media.bytes), \(environment.now()))
      ON CONFLICT (tenant_id, sha256) DO NOTHING
      """
    )
    return id
  }
}

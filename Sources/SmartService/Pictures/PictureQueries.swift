internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// The pictures of a talk, in order.
  public func pictures(of id: ConversationID) async throws -> [ShownPicture] {
    try await all(
      """
      SELECT position, width, height FROM service.picture
      WHERE tenant_id = \(tenant) AND conversation_id = \(id) ORDER BY position
      """
    )
  }

  /// The picture that came with a message of a talk.
  public func picture(at position: Int, of id: ConversationID) async throws -> KeptPicture? {
    try await optional(
      """
      SELECT content_type, bytes FROM service.picture
      WHERE tenant_id = \(tenant) AND conversation_id = \(id) AND position = \(position)
      """
    )
  }

  /// How many pictures a talk has.
  func pictureCount(of id: ConversationID) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM service.picture
      WHERE tenant_id = \(tenant) AND conversation_id = \(id)
      """
    ) ?? 0
  }
}

extension TenantTransaction {
  /// Keeps the picture that came with a message of a locked conversation.
  func insertPicture(_ picture: Picture, at position: Int, of id: ConversationID) async throws {
    try await execute(
      """
      INSERT INTO service.picture
        (tenant_id, conversation_id, position, content_type, width, height, bytes, shown_at)
      VALUES (\(tenant), \(id), \(position), \(picture.contentType), \(picture.size.width),
        \(picture.size.height), \(picture.bytes), \(environment.now()))
      """
    )
  }

  /// Deletes the pictures of talks that were over before a moment, or in which nobody wrote since.
  func deletePictures(quietSince moment: Date) async throws -> Int {
    try await execute(
      """
      DELETE FROM service.picture p USING service.conversation c
      WHERE p.tenant_id = \(tenant) AND c.tenant_id = \(tenant) AND c.id = p.conversation_id
        AND (c.resolved_at < \(moment) OR c.updated_at < \(moment))
      """
    )
  }
}

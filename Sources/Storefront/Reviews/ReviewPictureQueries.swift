internal import Foundation
internal import TenantStore

private struct PictureUseRow: TenantRow {
  let picture: MediaID
  let isShown: Bool

  init(row: inout ColumnReader) throws {
    picture = MediaID(sha256: try row.next())
    isShown = try row.next()
  }
}

extension TenantTransaction {
  /// How pictures that shoppers gave are used: by reviews that somebody reads or will, by reviews
  /// that a person took back, by requests to give goods back.
  func useOfPictures(_ pictures: [MediaID]) async throws -> MediaUse {
    let hashes = pictures.map { Data($0.sha256) }
    let rows: [PictureUseRow] = try await all(
      """
      SELECT p.sha256, r.state IN ('pending', 'published')
      FROM storefront.review_picture p
      JOIN storefront.review r ON r.tenant_id = \(tenant) AND r.id = p.review_id
      WHERE p.tenant_id = \(tenant) AND p.sha256 = ANY (\(hashes))
      UNION
      SELECT p.sha256, true FROM storefront.return_picture p
      WHERE p.tenant_id = \(tenant) AND p.sha256 = ANY (\(hashes))
      """
    )
    let (shown, hidden) = (rows.filter(\.isShown), rows.filter { !$0.isShown })
    return MediaUse(shown: Set(shown.map(\.picture)), hidden: Set(hidden.map(\.picture)))
  }

  /// Adds a picture to a locked review; adding the same again changes nothing.
  ///
  /// - Returns: Whether it is new.
  func insertReviewPicture(_ picture: MediaID, of review: ReviewID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.review_picture (tenant_id, review_id, sha256, added_at)
      VALUES (\(tenant), \(review), \(picture.sha256), \(environment.now()))
      ON CONFLICT (tenant_id, review_id, sha256) DO NOTHING
      """
    ) == 1
  }

  /// Lets go of all pictures of a review.
  func deleteReviewPictures(of review: ReviewID) async throws {
    try await execute(
      """
      DELETE FROM storefront.review_picture
      WHERE tenant_id = \(tenant) AND review_id = \(review)
      """
    )
  }

  /// Whether a picture of a review stands in a review of another order too.
  func hasReusedPicture(_ review: ReviewID) async throws -> Bool {
    let found: Bool? = try await value(
      """
      SELECT EXISTS (
        SELECT FROM storefront.review_picture p
        JOIN storefront.review mine ON mine.tenant_id = \(tenant) AND mine.id = p.review_id
        JOIN storefront.review_picture q ON q.tenant_id = \(tenant) AND q.sha256 = p.sha256
        JOIN storefront.review other ON other.tenant_id = \(tenant) AND other.id = q.review_id
        WHERE p.tenant_id = \(tenant) AND p.review_id = \(review)
          AND other.order_id <> mine.order_id)
      """
    )
    return found ?? false
  }
}

public import TenantStore

extension Shop {
  /// Moves a further picture of a product one place up or down; at the end of the row it stays.
  ///
  /// - Parameters:
  ///   - place: The place of the picture, from 0.
  ///   - isUp: Whether it goes towards the first.
  ///   - slug: The product's short name.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`.
  public func moveGalleryPicture(
    at place: Int,
    up isUp: Bool,
    of slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard try await transaction.lockProduct(slug: slug) != nil else {
      throw StorefrontRefusal(.productNotFound, details: ["product": .string(slug)])
    }
    let drafts = try await transaction.storedGalleries(of: slug)[slug] ?? []
    let moved = GalleryRule.moved(drafts, at: place, up: isUp)
    guard moved != drafts else { return }
    try await transaction.writeGallery(moved, of: slug)
    try await transaction.audit(
      "storefront.gallery_moved",
      of: slug,
      by: actor,
      before: ["place": .integer(Int64(place))],
      after: ["place": .integer(Int64(isUp ? place - 1 : place + 1))]
    )
  }
}

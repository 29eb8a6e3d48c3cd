internal import Foundation
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

  /// Adds a picture to the end of a product's gallery; the same for the same SKU again changes nothing.
  ///
  /// - Parameters:
  ///   - file: A PNG, JPEG, WebP or SVG.
  ///   - alt: What it shows, 1 to 200 characters in each of the shop's languages.
  ///   - sku: The merchant's own number of the SKU that it shows; the whole product without it.
  ///   - slug: The product's short name.
  ///   - tenant: Whose languages they are.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`, `sku_not_found` for a SKU of
  ///   another product, or `gallery_picture_invalid` (`field`: `file`, `alt.zh`, or `count` when there
  ///   are ``GalleryPicture/limit``).
  public func addGalleryPicture(
    _ file: [UInt8],
    alt: LocalizedText,
    sku: String? = nil,
    to slug: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard try await transaction.lockProduct(slug: slug) != nil else {
      throw StorefrontRefusal(.productNotFound, details: ["product": .string(slug)])
    }
    if let sku, try await !transaction.isSKU(sku, of: slug) {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    func invalid(_ field: String) -> StorefrontRefusal {
      StorefrontRefusal(.galleryPictureInvalid, details: ["field": .string(field)])
    }
    guard let media = try? Media(file: file) else { throw invalid("file") }
    if let locale = tenant.locales.first(where: { !GalleryRule.isAlt(alt.texts[$0]) }) {
      throw invalid("alt.\(locale)")
    }
    let id = MediaID(of: media.bytes)
    let drafts = try await transaction.storedGalleries(of: slug)[slug] ?? []
    guard !drafts.contains(where: { $0.picture.id == id && $0.sku == sku }) else { return }
    guard drafts.count < GalleryPicture.limit else { throw invalid("count") }
    _ = try await transaction.keepMedia(media)
    let draft = GalleryDraft(
      picture: PictureDraft(name: GalleryRule.name(of: media), id: id),
      sku: sku,
      video: nil,
      alt: alt,
      size: PictureSize(of: media.bytes)
    )
    try await transaction.writeGallery(drafts + [draft], of: slug)
    try await transaction.audit(
      "storefront.gallery_picture_added",
      of: slug,
      by: actor,
      before: nil,
      after: ["picture": .string(id.description)]
    )
  }

  /// Takes a picture out of a product's gallery; nothing changes where another one stands there by now.
  ///
  /// The picture itself is kept, for whatever else shows it.
  /// - Parameters:
  ///   - picture: The picture.
  ///   - place: Its place, from 0.
  ///   - slug: The product's short name.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`.
  public func removeGalleryPicture(
    _ picture: MediaID,
    at place: Int,
    of slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard try await transaction.lockProduct(slug: slug) != nil else {
      throw StorefrontRefusal(.productNotFound, details: ["product": .string(slug)])
    }
    var drafts = try await transaction.storedGalleries(of: slug)[slug] ?? []
    guard drafts.indices.contains(place), drafts[place].picture.id == picture else { return }
    drafts.remove(at: place)
    try await transaction.writeGallery(drafts, of: slug)
    try await transaction.audit(
      "storefront.gallery_picture_removed",
      of: slug,
      by: actor,
      before: ["picture": .string(picture.description)],
      after: nil
    )
  }
}

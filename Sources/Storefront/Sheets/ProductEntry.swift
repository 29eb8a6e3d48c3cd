internal import Foundation
public import TenantStore

extension Shop {
  /// Takes a new product over from a form, as a draft, by the rules of the file; the same form again
  /// changes nothing.
  ///
  /// - Parameters:
  ///   - sheet: What was typed; without a short name the first SKU's number in small letters is one.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Returns: The product's short name.
  /// - Throws: ``StorefrontRefusal`` with the code `sheet_invalid` and each problem at its cell, or
  ///   `location_not_found`.
  public func addProduct(
    _ sheet: ProductForm,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> String {
    let given = sheet.head["product"] ?? ""
    let slug = given.isEmpty ? (sheet.typed.first?["sku"] ?? "").lowercased() : given
    try await transaction.lockCatalogue()
    let entry = try await ProductEntry(sheet, slug: slug, of: tenant, in: transaction)
    guard entry.known == nil else {
      guard entry.isRepeated else {
        throw StorefrontRefusal.sheet([
          SheetProblem(0, "product", "is another product's short name")
        ])
      }
      return slug
    }
    try await write(entry, by: actor, in: transaction)
    try await transaction.audit(
      "storefront.product_added",
      of: slug,
      by: actor,
      after: ["skus": .array(entry.product.skus.map { .string($0.code) })]
    )
    return slug
  }

  /// Changes a product as a form says; SKUs that the form does not name stay.
  ///
  /// Whether it is on sale does not change; one that is has to keep what its category demands.
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`, `sheet_invalid` and each
  ///   problem at its cell, or `location_not_found`.
  public func changeProduct(
    _ slug: String,
    to sheet: ProductForm,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard try await transaction.lockProduct(slug: slug) != nil else {
      throw StorefrontRefusal(.productNotFound, details: ["product": .string(slug)])
    }
    let entry = try await ProductEntry(sheet, slug: slug, of: tenant, in: transaction)
    guard let known = entry.known else { throw TenantStoreError.emptyAnswer }
    try await write(entry, by: actor, in: transaction)
    let fields = entry.product.differences(from: known)
    guard !fields.isEmpty || !entry.newSKUs.isEmpty else { return }
    try await transaction.audit(
      "storefront.product_changed",
      of: slug,
      by: actor,
      after: [
        "fields": .array(fields.map { .string($0) }),
        "skus": .array(entry.newSKUs.map { .string($0.sku) }),
      ]
    )
  }

  private func write(
    _ entry: ProductEntry,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    if let media = entry.media { _ = try await transaction.keepMedia(media) }
    let writer = ProductWriter(
      places: entry.places,
      folder: ProductEntry.noFolder,
      actor: actor,
      currency: entry.tenant.currency
    )
    _ = try await writer.write([entry.product], isDryRun: false, in: transaction)
    for (sku, count) in entry.newSKUs {
      try await setStock(of: sku, at: entry.location, to: count, actor: actor, in: transaction)
    }
  }
}

/// A form that was held to the rules of the file, and the product that it is about.
private struct ProductEntry {
  /// Pictures of a form come with it.
  static let noFolder = TenantFolder(url: URL(filePath: "/dev/null/pictures"))

  let tenant: TenantSnapshot
  let places: StoredCatalogue
  let product: ProductDraft
  /// What the shop has under the short name.
  let known: ProductDraft?
  let media: Media?
  /// SKUs that the shop does not have yet, with the pieces that there are.
  let newSKUs: [(sku: String, count: Int)]
  let location: String

  init(
    _ sheet: ProductForm,
    slug: String,
    of tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    self.tenant = tenant
    places = try await transaction.storedPlaces()
    let codes = sheet.typed.compactMap { $0["sku"] }
    let ids = try await transaction.productIDs(slugs: [slug], codes: codes)
    let stored = try await transaction.storedProducts(ids)
    known = stored.draft.products.first { $0.slug == slug }
    let (sent, picture) = try Self.picture(sheet, known)
    media = sent
    let kept = ProductEntry.kept(known, picture)
    let typed = try TypedRows(
      sheet.rows(slug: slug, keeping: kept),
      columns: CatalogueExport.productColumns(tenant.locales)
    )
    var file = ProductFile(
      CatalogueFile(ProductFile.path, of: tenant),
      categories: places.draft.categories,
      demands: try tenant.storefront.demands ?? [:]
    )
    let names = picture.map { [$0.name: $0.id] } ?? [:]
    var pictures = CataloguePictures(Self.noFolder, known: names, keepsMedia: false)
    for record in typed.records { file.add(record, &pictures) }
    let products = file.takeProducts()
    var problems = typed.problems(file.takeProblems())
    if products.isEmpty { problems.append(SheetProblem(0, "sku", "is empty; a product needs one")) }
    let taken = Self.owners(stored)
    for (row, code) in codes.enumerated() where taken[code].map({ $0 != slug }) ?? false {
      problems.append(SheetProblem(row, "sku", "belongs to another product"))
    }
    var fresh: [(sku: String, count: Int)] = []
    for (row, cells) in sheet.typed.enumerated() where taken[cells["sku"] ?? ""] == nil {
      let text = cells["stock"] ?? ""
      if let count = Int(text.isEmpty ? "0" : text), (0...1_000_000).contains(count) {
        fresh.append((cells["sku"] ?? "", count))
      } else {
        problems.append(SheetProblem(row, "stock", "must be a whole number from 0 to 1000000"))
      }
    }
    newSKUs = fresh
    guard problems.isEmpty, let product = products.first else {
      throw StorefrontRefusal.sheet(problems)
    }
    self.product = product
    let locations = places.draft.locations.map(\.code)
    location = locations.contains(sheet.location) ? sheet.location : locations.first ?? ""
    guard fresh.isEmpty || !location.isEmpty else { throw StorefrontRefusal(.locationNotFound) }
  }

  /// Whether the shop has all of it as a draft already.
  var isRepeated: Bool {
    guard let known, known.status == .draft, newSKUs.isEmpty else { return false }
    return product.differences(from: known).isEmpty && product.skus == known.skus
  }

  /// To which product each SKU belongs, withdrawn ones too.
  private static func owners(_ stored: StoredCatalogue) -> [String: String] {
    let skus = stored.draft.products.flatMap(\.skus) + stored.withdrawn.values
    return Dictionary(skus.map { ($0.code, $0.product) }) { first, _ in first }
  }

  /// What a form does not say and the shop does.
  private static func kept(_ known: ProductDraft?, _ picture: PictureDraft?) -> [String: String] {
    [
      "status": (known?.status ?? .draft).rawValue, "picture": picture?.name ?? "",
      "publish_at": known?.publishAt?.formatted(.iso8601) ?? "",
      "unpublish_at": known?.unpublishAt?.formatted(.iso8601) ?? "",
    ]
  }

  /// The picture that was sent, or the one that there is.
  private static func picture(_ sheet: ProductForm, _ known: ProductDraft?) throws
    -> (Media?, PictureDraft?)
  {
    guard !sheet.picture.isEmpty else { return (nil, known?.picture) }
    do {
      let media = try Media(file: sheet.picture)
      return (media, PictureDraft(name: GalleryRule.name(of: media), id: MediaID(of: media.bytes)))
    } catch {
      throw StorefrontRefusal.sheet([SheetProblem(0, "picture", "\(error)")])
    }
  }
}

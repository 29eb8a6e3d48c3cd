internal import DelimitedText
public import TenantStore

extension FolderPart {
  /// The pictures of products beside the first: `media.csv`.
  ///
  /// A folder without that file changes none; a product that is not in it has none of them.
  public static let gallery = Self(name: "gallery") { folder, tenant, mode, transaction in
    guard try folder.file(GalleryFile.path) != nil else { return [] }
    try await transaction.lockCatalogue()
    let products = try await transaction.productSKUs(with: folder, of: tenant)
    let (wanted, media) = try GalleryFile.read(folder, of: tenant, products: products)
    let stored = try await transaction.storedGalleries()
    let changed = Set(wanted.keys).union(stored.keys).filter { wanted[$0] != stored[$0] }.sorted()
    if case .apply(let actor) = mode, !changed.isEmpty {
      let names = Set(changed.flatMap { wanted[$0] ?? [] }.map(\.picture.name))
      for name in names.sorted() {
        if let media = media[name] { _ = try await transaction.keepMedia(media) }
      }
      for product in changed {
        try await transaction.writeGallery(wanted[product] ?? [], of: product)
      }
      try await transaction.audit(
        changed.map {
          AuditDraft(action: "storefront.gallery_applied", subject: $0, before: nil, after: nil)
        },
        by: actor
      )
    }
    return changed.map { product in
      let action: FolderChange.Action =
        stored[product] == nil ? .create : wanted[product] == nil ? .archive : .update
      return FolderChange(action, kind: "gallery", name: product)
    }
  } export: { tenant, transaction in
    let stored = try await transaction.storedGalleries().sorted { $0.key < $1.key }
      .flatMap { product, drafts in drafts.map { (product: product, draft: $0) } }
    guard !stored.isEmpty else { return [] }
    var files = [GalleryFile.file(stored, of: tenant)]
    for picture in Set(stored.map(\.draft.picture)).sorted(by: { $0.name < $1.name }) {
      guard let media = try await transaction.media(picture.id) else { continue }
      files.append(FolderFile(path: "pictures/\(picture.name)", bytes: media.bytes))
    }
    return files
  }
}

internal import DelimitedText
internal import Foundation
internal import TenantStore

/// A further picture of a product as its folder says it.
struct GalleryDraft: Hashable {
  let picture: PictureDraft
  let sku: String?
  let video: String?
  let alt: LocalizedText
  let size: PictureSize?
}

/// Reads and writes `media.csv`: the pictures of products beside the first, in the order of rows.
enum GalleryFile {
  static let path = "media.csv"
  static let columns = ["product", "picture", "sku", "video"]

  /// The galleries of a folder by product, with the pictures that passed.
  ///
  /// Everything that is wrong is thrown together as `FolderProblems`.
  static func read(
    _ folder: TenantFolder,
    of tenant: TenantSnapshot,
    products: [String: Set<String>]
  ) throws -> (galleries: [String: [GalleryDraft]], media: [String: Media]) {
    var file = CatalogueFile(path, in: folder, of: tenant, columns: columns, texts: ["alt"])
    var pictures = CataloguePictures(folder)
    var galleries: [String: [GalleryDraft]] = [:]
    for record in file.records {
      let product = record["product"]
      if products[product] == nil {
        file.note(record.line, "product", "\"\(product)\" is no product of the shop; correct it")
      }
      if galleries[product]?.count == GalleryPicture.limit {
        file.note(record.line, "product", "has more than \(GalleryPicture.limit) pictures")
      }
      if record["picture"].isEmpty {
        file.note(record.line, "picture", "is empty; name a file of the folder pictures")
      }
      let sku = record["sku"].isEmpty ? nil : record["sku"]
      if let sku, let own = products[product], !own.contains(sku) {
        file.note(record.line, "sku", "\"\(sku)\" is no SKU of \(product); correct or empty it")
      }
      let video = record["video"].isEmpty ? nil : record["video"]
      if let video, !GalleryRule.isVideo(video) {
        file.note(record.line, "video", "must be an address that begins with https://")
      }
      let alt = Self.alt(record, &file)
      guard let picture = pictures.picture(record["picture"], on: record.line, of: &file) else {
        continue
      }
      galleries[product, default: []].append(
        GalleryDraft(
          picture: picture,
          sku: sku,
          video: video,
          alt: alt,
          size: pictures.media[picture.name].flatMap { PictureSize(of: $0.bytes) }
        )
      )
    }
    guard file.problems.isEmpty else { throw FolderProblems(file.problems) }
    return (galleries, pictures.media)
  }

  /// What a picture shows, which every language of the shop has to say.
  private static func alt(_ record: DelimitedRecord, _ file: inout CatalogueFile) -> LocalizedText {
    var texts: [LanguageTag: String] = [:]
    for locale in file.tenant.locales {
      let text = record["alt.\(locale)"].trimmingCharacters(in: .whitespacesAndNewlines)
      if text.isEmpty {
        file.note(
          record.line,
          "alt.\(locale)",
          "is empty; say what the picture shows, for those who do not see it"
        )
      } else if text.unicodeScalars.count > 200 {
        file.note(record.line, "alt.\(locale)", "has more than 200 characters; shorten it")
      }
      texts[locale] = text
    }
    return LocalizedText(texts)
  }

  static func file(_ galleries: [(product: String, draft: GalleryDraft)], of tenant: TenantSnapshot)
    -> FolderFile
  {
    var writer = DelimitedTextWriter(columns: columns + tenant.locales.map { "alt.\($0)" })
    for (product, draft) in galleries {
      writer.append(
        [product, draft.picture.name, draft.sku ?? "", draft.video ?? ""]
          + tenant.locales.map { draft.alt.texts[$0] ?? "" }
      )
    }
    return FolderFile(path: path, bytes: writer.bytes)
  }
}

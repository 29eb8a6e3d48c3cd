public import TenantStore

/// A further picture of a product, or the poster of a film about it.
public struct GalleryPicture: Hashable, Sendable {
  /// The most that a product has beside its first picture.
  public static let limit = 12

  /// The picture.
  public let picture: MediaID
  /// What it shows, for those who do not see it, in each of the shop's languages.
  public let alt: LocalizedText
  /// How large it is; nothing when it does not say so.
  public let size: PictureSize?
  /// The SKU that it shows; nothing when it shows the whole product.
  public let sku: SKUID?
  /// The address of the film that it is the poster of; nothing for a picture.
  public let video: String?
}

/// Which pictures belong to which choice.
public enum GalleryRule {
  /// The pictures of a SKU, and then those of the whole product; others' are left out.
  public static func shown(_ gallery: [GalleryPicture], for sku: SKUID) -> [GalleryPicture] {
    gallery.filter { $0.sku == sku } + gallery.filter { $0.sku == nil }
  }

  /// Whether a text is the address of a film: `https`, at most 500 characters, without white space.
  static func isVideo(_ text: String) -> Bool {
    text.hasPrefix("https://") && (9...500).contains(text.unicodeScalars.count)
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control
      }
  }

  /// Whether a text says what a picture shows: 1 to 200 characters that are not all white space.
  static func isAlt(_ text: String?) -> Bool {
    guard let text else { return false }
    return text.contains { !$0.isWhitespace } && text.unicodeScalars.count <= 200
  }

  /// What a picture that came without a file's name is called in a folder: by what it is.
  static func name(of media: Media) -> String {
    let ending =
      switch media.contentType {
      case "image/png": "png"
      case "image/jpeg": "jpg"
      case "image/webp": "webp"
      default: "svg"
      }
    return "\(MediaID(of: media.bytes).description.prefix(16)).\(ending)"
  }

  /// A list with one of its members moved one place up or down; the same where there is none.
  package static func moved<Item>(_ items: [Item], at place: Int, up isUp: Bool) -> [Item] {
    let other = isUp ? place - 1 : place + 1
    guard items.indices.contains(place), items.indices.contains(other) else { return items }
    var items = items
    items.swapAt(place, other)
    return items
  }
}

internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Pictures that a shopper sends with a form.
enum PictureUpload {
  /// The name of the field and its id.
  static let field = "pictures"
  /// The most pictures of a form; reviews and returns take as many.
  static let limit = Review.pictureLimit
  /// A form with as many pictures as it may have, each as large as it may be.
  static let body = RouteBody.upload(limit: limit * Media.byteLimit + 64 << 10)

  /// Keeps each picture of a form, in their order.
  ///
  /// - Throws: What `keep` throws; where that is `code`, with the name of the `file`.
  static func keep(
    from request: TenantRequest,
    naming code: StorefrontRefusal.Code,
    _ keep: ([UInt8]) async throws -> Void
  ) async throws {
    for file in request.files(field) {
      do {
        try await keep(file.bytes)
      } catch let refusal as StorefrontRefusal where refusal.code == code {
        throw StorefrontRefusal(code, details: ["file": .string(String(file.name.prefix(80)))])
      }
    }
  }

  /// The field with what was sent before, for the template `picture_field`.
  ///
  /// - Parameters:
  ///   - label: What it asks for.
  ///   - note: What else to know.
  ///   - shown: What was sent before.
  ///   - refusal: What spoke against the form that was sent.
  ///   - frame: The page.
  /// - Returns: What the template shows.
  static func view(
    _ label: String,
    note: String? = nil,
    shown: [MediaID] = [],
    refusal: StorefrontRefusal?,
    _ frame: PageFrame
  ) -> View {
    let hint = frame.texts["pictures.hint", ["count": "\(limit)"]]
    let error = refusal.flatMap { words(of: $0, frame) }
    return [
      "id": field, "label": label, "hint": [note, hint].compactMap(\.self).joined(separator: " "),
      "error": error, "shown": shown.isEmpty ? nil : ["list": views(of: shown, frame)] as View,
      "describedBy": error == nil ? "\(field)-hint" : "\(field)-hint \(field)-error",
    ]
  }

  /// Pictures that the shopper sent, to be looked at.
  static func views(of pictures: [MediaID], _ frame: PageFrame) -> [View] {
    pictures.enumerated().map { index, picture in
      frame.request.pictureView(of: picture, .small)
        .with("alt", frame.texts["pictures.sent", ["number": "\(index + 1)"]])
    }
  }

  /// Which picture was not taken, and why; or that all of them were too large together.
  static func refused(_ refusal: StorefrontRefusal, _ texts: LocalTexts) -> String {
    guard case .string(let name)? = refusal.details["file"] else {
      return texts["pictures.tooLarge", ["count": "\(limit)"]]
    }
    return texts["pictures.refused", ["name": name, "count": "\(limit)"]]
  }

  /// What a refusal of the whole form is for its page: one of the shop, or that of a form of which
  /// nothing was read because it was too large; nothing for what a problem says better.
  static func refusal(_ refusal: any Refusal, of code: StorefrontRefusal.Code)
    -> StorefrontRefusal?
  {
    if (refusal as? WebRefusal)?.code == .bodyTooLarge { return StorefrontRefusal(code) }
    return refusal as? StorefrontRefusal
  }

  /// What is said at the field: which picture was not taken, or that a browser keeps none.
  private static func words(of refusal: StorefrontRefusal, _ frame: PageFrame) -> String? {
    let isPictures = [.reviewPictureInvalid, .returnPictureInvalid].contains(refusal.code)
    if isPictures { return refused(refusal, frame.texts) }
    return frame.request.files(field).isEmpty ? nil : frame.texts["pictures.again"]
  }
}

internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The further pictures of a product at the desk: in which order they stand, which are added and removed.
struct DeskGallery {
  let slug: String
  let pictures: [GalleryPicture]
  /// The product's SKUs by the merchant's own numbers.
  let skus: [String]
  /// The number of the first form; nothing for those who may not change anything.
  let firstForm: Int?
  let frame: DeskFrame

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/desk/products/\(slug)/pictures" }

  static func routes(_ shop: Shop) -> [Route] {
    [
      DeskProduct.change("pictures", "movePictureAtDesk") { slug, request, actor, transaction in
        try await shop.moveGalleryPicture(
          at: try place(request),
          up: try request.form.required("to") == "up",
          of: slug,
          by: actor,
          in: transaction
        )
      },
      DeskProduct.change("pictures/removal", "removePictureAtDesk") {
        slug,
        request,
        actor,
        transaction in
        guard let picture = MediaID(try request.form.required("picture")) else {
          throw request.form.refusal("picture", "is no address of a picture")
        }
        try await shop.removeGalleryPicture(
          picture,
          at: try place(request),
          of: slug,
          by: actor,
          in: transaction
        )
      },
      DeskProduct.change(
        "pictures/new",
        "addPictureAtDesk",
        body: .upload(limit: Media.byteLimit + 64 << 10)
      ) { slug, request, actor, transaction in
        let texts = request.tenant.locales.map { ($0, request.form["alt.\($0)"] ?? "") }
        let sku = request.form["sku"] ?? ""
        try await shop.addGalleryPicture(
          request.file("file")?.bytes ?? [],
          alt: LocalizedText(Dictionary(texts) { first, _ in first }),
          sku: sku.isEmpty ? nil : sku,
          to: slug,
          for: request.tenant,
          by: actor,
          in: transaction
        )
      },
    ]
  }

  private static func place(_ request: TenantRequest) throws -> Int {
    guard let place = try request.form.integer("place", in: 0...99) else {
      throw request.form.refusal("place", "is missing")
    }
    return place
  }

  var sections: [View] {
    let shown = pictures.enumerated().map { section($1, at: $0) }
    guard let firstForm, pictures.count < GalleryPicture.limit else { return shown }
    let number = firstForm + 3 * pictures.count
    return shown + [
      [
        "title": texts["desk.picture.new"],
        "forms": DeskForm.views([addition], frame, from: number),
      ]
    ]
  }

  /// A picture with what moves and removes it, where it may be changed.
  private func section(_ picture: GalleryPicture, at place: Int) -> View {
    let alt = picture.alt.text(in: frame.request.locales)
    let ways = [("up", place > 0), ("down", place < pictures.count - 1)].filter(\.1).map(\.0)
    let moves = ways.map { way in
      DeskForm(
        path: path,
        submit: texts["desk.picture.\(way)", ["name": alt]],
        hidden: [("place", "\(place)"), ("to", way)],
        isQuiet: true
      )
    }
    let removal = DeskForm(
      path: "\(path)/removal",
      submit: texts["desk.picture.remove", ["name": alt]],
      hidden: [("place", "\(place)"), ("picture", "\(picture.picture)")],
      isQuiet: true
    )
    return [
      "title": texts["desk.picture.title", ["number": "\(place + 1)"]],
      "facts": [
        View.fact(texts["desk.picture.alt"], alt),
        View.fact(texts["desk.picture.film"], picture.video ?? "—"),
      ],
      "pictures": [
        frame.request.pictureView(of: picture.picture, .small).with("alt", alt)
      ],
      "forms": firstForm.map {
        DeskForm.views(moves + [removal], frame, from: $0 + 3 * place)
      } ?? [],
    ]
  }

  private var addition: DeskForm {
    let names = Locale(identifier: frame.request.locale.rawValue)
    let alts = frame.request.tenant.locales.map { locale in
      let language = names.localizedString(forIdentifier: locale.rawValue) ?? locale.rawValue
      return FormField(
        name: "alt.\(locale)",
        label: texts["desk.picture.altIn", ["language": language]]
      )
    }
    let variants =
      skus.count > 1
      ? [
        FormField.choice(
          "sku",
          texts["desk.picture.sku"],
          skus.map { ($0, $0) },
          required: false
        )
      ] : []
    return DeskForm(
      path: "\(path)/new",
      submit: texts["desk.picture.add"],
      fields: [FormField.picture("file", texts["desk.picture.file"])] + alts + variants,
      hint: texts["desk.picture.hint"],
      isUpload: true
    )
  }
}

internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What surrounds every page of the shop: header, categories, cart and footer.
struct PageFrame: Sendable {
  let request: TenantRequest
  let settings: StorefrontSettings
  let shopView: ShopView
  let categories: [Category]
  private let cartQuantity: Int

  static func load(_ request: TenantRequest) async throws -> Self {
    let shopView = ShopView(request.tenant, preferring: request.locales)
    async let categories = request.scope.categories(in: shopView)
    let session = try await request.session()
    let quantity =
      if let session { try await request.scope.cartQuantity(of: session.id) } else { 0 }
    return Self(
      request: request,
      settings: try request.tenant.storefront,
      shopView: shopView,
      categories: try await categories,
      cartQuantity: quantity
    )
  }

  var texts: LocalTexts { request.texts }

  /// The shop's name in the visitor's language.
  var shopName: String { local(request.tenant.name) }

  func local(_ text: LocalizedText) -> String { text.text(in: request.locales) }

  func pictureURL(_ picture: MediaID?) -> String? { picture.map { request.url(of: $0) } }

  /// The whole page: the frame with a template's own values under one name.
  func page(
    _ template: String,
    _ head: PageHead,
    _ name: String,
    _ content: View,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let frame: View = [
      "page": headView(head),
      "shop": shopView(of: head),
      "assets": [
        "style": request.asset(ShopAssets.style),
        "script": request.asset(ShopAssets.script),
        "theme": request.url(
          "/theme.css",
          ["accent": String(settings.accent.dropFirst()), "lang": nil]
        ),
      ] as View,
    ]
    return try request.page(
      "storefront-\(template)",
      frame.with(name, content),
      status: status
    )
  }
}

extension PageFrame {
  private func headView(_ head: PageHead) -> View {
    let locale = request.locale.rawValue
    return [
      "name": head.name, "language": locale, "title": title(of: head),
      "description": head.description, "isPublic": head.canonicalPath != nil,
      "canonical": head.canonicalPath.map { request.absoluteURL($0, head.canonicalQuery) },
      "alternates": alternates(of: head), "kind": head.kind,
      "openGraphLocale": OpenGraphLocale.name(of: locale), "picture": absolutePicture(head.picture),
      "linkedData": head.linkedData.map(LinkedData.script), "query": head.searchText,
      "languages": languages, "cartCount": cartQuantity > 0 ? "\(min(cartQuantity, 999))" : nil,
      "cartCountWords": cartQuantity > 0 ? texts["cart.count", ["count": "\(cartQuantity)"]] : nil,
      "formToken": request.formToken.isEmpty ? nil : request.formToken,
      "idempotencyKey": request.makeIdempotencyKey(),
      "breadcrumbs": head.trail.map { ["name": $0.name, "href": $0.href] as View },
    ]
  }

  private func title(of head: PageHead) -> String {
    head.title == shopName ? shopName : "\(head.title) · \(shopName)"
  }

  private func alternates(of head: PageHead) -> [View] {
    guard let path = head.canonicalPath, request.tenant.locales.count > 1 else { return [] }
    let query = Array(head.canonicalQuery)
    return request.tenant.locales.map { language in
      let pairs = LanguageLinks.query(query, language: language)
      return ["language": language.rawValue, "href": request.absoluteURL(path) + pairs]
    }
  }

  private func absolutePicture(_ picture: MediaID?) -> String? {
    picture.map { request.absoluteURL("/media/\($0)", ["lang": nil]) }
  }

  /// The tenant's other languages, each named in itself.
  private var languages: [View] {
    request.tenant.locales.filter { $0 != request.locale }.map { language in
      let own = ShopTexts.all.texts(in: language)
      return [
        "href": request.url(in: language), "language": language.rawValue,
        "name": own["language.name"], "short": own["language.short"],
      ]
    }
  }
}

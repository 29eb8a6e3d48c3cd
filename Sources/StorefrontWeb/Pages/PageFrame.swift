internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What surrounds every page of the shop: header, categories, cart and footer.
struct PageFrame: Sendable {
  let request: TenantRequest
  let settings: StorefrontSettings
  let shopView: ShopView
  /// What products cost the visitor where that is less than they cost others.
  var levelPrices: [ProductID: LevelPrice] = [:]
  private let surroundings: ShopSurroundings

  /// Frames a page; categories that were known when it was asked for are not news.
  init(
    _ request: TenantRequest,
    _ surroundings: ShopSurroundings,
    asked around: PageSurroundings
  ) throws {
    self.request = request
    settings = try request.tenant.storefront
    shopView = ShopView(request)
    self.surroundings = surroundings
    around.note(surroundings.categories, of: request)
  }

  /// The frame of a page whose own values are read elsewhere.
  static func load(_ request: TenantRequest) async throws -> Self {
    let around = try await PageSurroundings(request)
    let surroundings = try await request.scope.surroundings(
      in: ShopView(request),
      cartOf: around.session,
      knowing: around.categories
    )
    return try Self(request, surroundings, asked: around)
  }

  var categories: [Category] { surroundings.categories }

  /// The shop's texts, also around the pages of other modules.
  var texts: LocalTexts { ShopTexts.all.texts(in: request.locale) }

  /// The shop's name in the visitor's language.
  var shopName: String { local(request.tenant.name) }

  func local(_ text: LocalizedText) -> String { text.text(in: request.locales) }

  /// A picture, where there is one, as the request's own function says it.
  func pictureView(_ picture: MediaID?, _ stand: PictureStand) -> View? {
    picture.map { request.pictureView(of: $0, stand) }
  }

  /// The whole page: the frame with a template's own values under one name.
  func page(
    _ template: String,
    _ head: PageHead,
    _ name: String,
    _ content: some ViewValue,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let frame: View = [
      "page": headView(head),
      "shop": shopBlock,
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
    let cartQuantity = surroundings.cartQuantity
    return [
      "name": head.name, "language": locale, "title": title(of: head),
      "description": head.description, "isPublic": head.canonicalPath != nil,
      "canonical": head.canonicalPath.map { request.absoluteURL($0, head.canonicalQuery) },
      "alternates": alternates(of: head), "kind": head.kind,
      "openGraphLocale": OpenGraphLocale.name(of: locale), "picture": absolutePicture(head.picture),
      "linkedData": head.linkedData.map(LinkedData.script), "query": head.searchText,
      "languages": request.otherLanguages,
      "cartCount": cartQuantity > 0 ? "\(min(cartQuantity, 999))" : nil,
      "cartCountWords": cartQuantity > 0 ? texts["cart.count", ["count": "\(cartQuantity)"]] : nil,
      "formToken": request.formToken.isEmpty ? nil : request.formToken,
      "idempotencyKey": request.makeIdempotencyKey(), "categories": categoryLinks(of: head),
      "places": places, "styles": head.styles.map(request.asset),
      "scripts": head.scripts.map(request.asset),
      "breadcrumbs": head.trail.map { ["name": $0.name, "href": $0.href] as View },
    ]
  }

  private func title(of head: PageHead) -> String {
    head.title == shopName ? shopName : "\(head.title) · \(shopName)"
  }

  private func alternates(of head: PageHead) -> [View] {
    guard let path = head.canonicalPath, request.tenant.locales.count > 1 else { return [] }
    return request.tenant.locales.map { language in
      [
        "language": language.rawValue,
        "href": request.absoluteURL(path, head.canonicalQuery, in: language),
      ]
    }
  }

  private func categoryLinks(of head: PageHead) -> [View] {
    let steps = Set(head.trail.map(\.name))
    return categories.map { category in
      [
        "name": category.name, "href": categoryURL(category.slug),
        "isCurrent": steps.contains(category.name),
      ]
    }
  }

  /// Where else the modules of the merchant lead; the cart has a place of its own.
  private var places: [View] {
    let cart = request.url("/cart")
    return request.navigation.filter { $0.url != cart }.map(\.view)
  }

  private func absolutePicture(_ picture: MediaID?) -> String? {
    picture.map { request.absoluteURL("/media/\($0)", ["lang": nil]) }
  }
}

extension ShopView {
  /// How the visitor of a request sees its shop.
  init(_ request: TenantRequest) {
    self.init(request.tenant, preferring: request.locales)
  }
}

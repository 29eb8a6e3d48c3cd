internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The home page: the child's stage, what is proposed, the categories, what is new and what is bought
/// often.
enum HomePage {
  /// Two rows on a wide window.
  private static let shelfLength = 10

  static func route(_ shop: Shop, _ rows: ShopRows) -> Route {
    .read("/", operation: "showHome", permission: .session) { try await show($0, shop, rows) }
  }

  private static func show(_ request: TenantRequest, _ shop: Shop, _ source: ShopRows) async throws
    -> Reply
  {
    async let proposal = source.proposal(.home, request)
    let around = try await PageSurroundings(request)
    let sorts = [ProductSort.newest, .popular]
    let (pages, surroundings) = try await request.scope.productShelves(
      sorts.map(shelf),
      in: ShopView(request),
      cartOf: around.session,
      knowing: around.categories
    )
    var frame = try PageFrame(request, surroundings, asked: around)
    frame.levelPrices = try await shop.levelPrices(
      of: pages.flatMap(\.items),
      around,
      request
    )
    let rows = try await RowsView.of(await proposal, at: .home, frame, shop)
    let shelves = try zip(sorts, pages).filter { sort, _ in
      // What is popular is said once.
      sort != .popular || rows?.shows(.popular) != true
    }.map { [frame] in try shelfView($0.rawValue, $1.items, frame) }
    let content: View = [
      "greeting": frame.texts["home.greeting", ["shop": frame.shopName]],
      "stages": frame.settings.stages.map { stageView($0, frame) },
      "categories": frame.categories.map { category in
        [
          "name": category.name, "href": frame.categoryURL(category.slug),
          "picture": frame.pictureView(category.picture, .small),
        ] as View
      },
      "collections": (frame.settings.collections ?? []).map { collection in
        [
          "name": frame.local(collection.name),
          "href": frame.request.url("/products", ["collection": collection.slug]),
        ] as View
      },
      "hasCollections": frame.settings.collections?.isEmpty == false,
      "shelves": shelves.compactMap { $0 }, "proposals": try rows?.view(),
    ]
    return try frame.page("home", head(frame), "home", content)
  }

  private static func shelf(_ sort: ProductSort) -> ProductListQuery {
    var query = ProductListQuery()
    query.sort = sort
    query.limit = shelfLength
    return query
  }

  private static func shelfView(_ sort: String, _ cards: [ProductCard], _ frame: PageFrame)
    throws -> View?
  {
    guard !cards.isEmpty else { return nil }
    return [
      "id": sort, "title": frame.texts["home.\(sort)"],
      "href": frame.request.url("/products", ["sort": sort]),
      "products": try cards.map { try frame.cardView($0) },
    ]
  }

  private static func stageView(_ stage: StorefrontSettings.Stage, _ frame: PageFrame) -> View {
    let mark = StageMark.number(from: stage.from)
    // A range such as "0–3" is never broken over two lines.
    let name = frame.local(stage.name)
      .replacing("—", with: "\u{2060}—\u{2060}").replacing("–", with: "\u{2060}–\u{2060}")
    return [
      "tint": mark, "icon": mark, "name": name,
      "href": frame.request.url("/products", ["stage": stage.code]),
    ]
  }

  private static func head(_ frame: PageFrame) -> PageHead {
    let tagline = frame.local(frame.settings.tagline)
    return PageHead(
      name: "home",
      title: frame.shopName,
      description: frame.texts["home.description", ["shop": frame.shopName, "tagline": tagline]],
      canonicalPath: "/",
      linkedData: [store(frame)]
    )
  }

  private static func store(_ frame: PageFrame) -> JSONValue {
    let contact = frame.settings.contact
    return LinkedData.document(
      "Store",
      [
        "name": .string(frame.shopName), "url": .string(frame.request.absoluteURL("/")),
        "slogan": .string(frame.local(frame.settings.tagline)),
        "telephone": contact.phone.map { .string($0) },
        "email": contact.email.map { .string($0) },
        "address": contact.address.map { .string(frame.local($0)) },
        "currenciesAccepted": .string(frame.request.tenant.currency.code),
      ]
    )
  }
}

/// Which of the drawn marks stands for a stage, by the month in which it begins.
enum StageMark {
  static func number(from month: Int) -> String {
    let firstMonths = [0, 3, 6, 12, 24, 36]
    return "\(firstMonths.filter { $0 <= month }.count)"
  }
}

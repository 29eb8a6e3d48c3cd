internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A list of products: a category, a stage, a brand or a search, filtered and sorted.
enum ListPage {
  /// The counts of lists that were looked at just now.
  ///
  /// Counting a list costs more than showing a page of it, and whoever turns its pages or changes its
  /// order asks for the same counts again.
  private static let counts = RecentMemo<ProductListQuery, ListCounts>(
    lifetime: 10,
    capacity: 500
  )

  static func route(_ shop: Shop) -> Route {
    .read("/products", operation: "showProducts", permission: .session) { try await show($0, shop) }
  }

  private static func show(_ request: TenantRequest, _ shop: Shop) async throws -> Reply {
    let asked = ListRequest(request.query, currency: request.tenant.currency)
    let around = try await PageSurroundings(request)
    let query = try asked.query(request.tenant.storefront, currency: request.tenant.currency)
    let known = counts.value(of: query.withoutPage, for: request.tenant, at: request.now)
    let listing = try await request.scope.productListing(
      query,
      in: ShopView(request),
      cartOf: around.session,
      knowing: around.categories,
      facets: known?.facets
    )
    let counted = known ?? ListCounts(listing.facets)
    if known == nil {
      counts.keep(counted, of: query.withoutPage, for: request.tenant, at: request.now)
    }
    var frame = try PageFrame(request, listing.surroundings, asked: around)
    frame.levelPrices = try await shop.levelPrices(
      of: listing.page.items + (listing.page.search?.near ?? []),
      around,
      request
    )
    let list = ListView(
      frame: frame,
      asked: asked,
      path: try asked.category.map { try CategoryPath.find($0, in: frame.categories) } ?? [],
      page: listing.page,
      counts: counted
    )
    let reply = try frame.page("products", list.head, "list", list.view())
    return reply.linking(next: list.nextURL)
  }
}

/// The values of one page of a list.
struct ListView {
  let frame: PageFrame
  let asked: ListRequest
  let path: [Category]
  let page: ProductPage
  let counts: ListCounts

  var facets: ProductFacets { counts.facets }

  var nextURL: String? { page.next.map { cursor in url(asked.with { $0.cursor = cursor }) } }

  func view() throws -> View {
    let chips = chips
    let near = page.search?.near ?? []
    return [
      "hasChips": !chips.isEmpty,
      "title": title, "count": count, "chips": chips, "notes": notes,
      "clear": frame.request.url("/products"), "filters": try counts.filters(of: self),
      "sorts": sorts, "hasProducts": !page.items.isEmpty,
      "products": try page.items.map { try frame.cardView($0) }, "hasNear": !near.isEmpty,
      "near": try near.map { try frame.cardView($0) }, "next": nextURL,
      "first": asked.cursor == nil ? nil : url(asked.with { _ in }),
      "suggestions": page.items.isEmpty ? suggestions : [],
    ]
  }

  var head: PageHead {
    let isCanonical = asked.text.isEmpty && page.items.isEmpty == false
    return PageHead(
      name: "products",
      title: title,
      description: texts[
        "list.description",
        ["shop": frame.shopName, "title": title, "count": count]
      ],
      canonicalPath: isCanonical ? "/products" : nil,
      canonicalQuery: [
        "category": asked.category, "stage": asked.stage, "collection": chosenCollection?.slug,
      ],
      linkedData: [LinkedData.breadcrumbs(trailURLs)],
      trail: trail,
      searchText: asked.text
    )
  }

  var texts: LocalTexts { frame.texts }

  func url(_ asked: ListRequest) -> String { frame.request.url("/products", fields: asked.fields) }

  var chosenStage: StorefrontSettings.Stage? {
    frame.settings.stages.first { $0.code == asked.stage }
  }

  private var title: String {
    if !asked.text.isEmpty { return texts["list.searchTitle", ["query": asked.text]] }
    if let name = chosenCollection?.name { return frame.local(name) }
    return path.last?.name ?? chosenStage.map { frame.local($0.name) }
      ?? onlyBrand ?? texts["list.all"]
  }

  var chosenCollection: ProductCollection? {
    frame.settings.collections?.first { $0.slug == asked.collection }
  }

  private var onlyBrand: String? {
    guard let brands = asked.chosen[.brand], brands.count == 1 else { return nil }
    return brands[0]
  }

  private var count: String {
    let key = facets.isCeilingReached ? "list.countOver" : "list.count"
    return texts[key, ["count": "\(facets.count)"]]
  }

  private var trail: [(name: String, href: String?)] {
    let above = path.dropLast().map { ($0.name, String?.some(frame.categoryURL($0.slug))) }
    return [(texts["nav.home"], frame.request.url("/"))] + above + [(title, nil)]
  }

  private var trailURLs: [(name: String, url: String)] {
    let request = frame.request
    let categories = path.map {
      ($0.name, request.absoluteURL("/products", ["category": $0.slug]))
    }
    let last = path.isEmpty ? [(title, request.absoluteURL("/products"))] : []
    return [(texts["nav.home"], request.absoluteURL("/"))] + categories + last
  }
}

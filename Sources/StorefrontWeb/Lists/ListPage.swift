internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A list of products: a category, a stage, a brand or a search, filtered and sorted.
enum ListPage {
  static let route = Route.read("/products", operation: "showProducts", permission: .session) {
    request in
    let asked = ListRequest(request.query, currency: request.tenant.currency)
    let around = try await PageSurroundings(request)
    let listing = try await request.scope.productListing(
      asked.query(stages: request.tenant.storefront.stages),
      in: ShopView(request),
      cartOf: around.session,
      knowing: around.categories
    )
    let frame = try PageFrame(request, listing.surroundings)
    let list = ListView(
      frame: frame,
      asked: asked,
      path: try asked.category.map { try CategoryPath.find($0, in: frame.categories) } ?? [],
      page: listing.page,
      facets: listing.facets
    )
    let reply = try frame.page("products", list.head, "list", list.view)
    return reply.linking(next: list.nextURL)
  }
}

/// The values of one page of a list.
struct ListView {
  let frame: PageFrame
  let asked: ListRequest
  let path: [Category]
  let page: ProductPage
  let facets: ProductFacets

  var nextURL: String? { page.next.map { cursor in url(asked.with { $0.cursor = cursor }) } }

  var view: View {
    let chips = chips
    return [
      "hasChips": !chips.isEmpty,
      "title": title, "count": count, "chips": chips,
      "clear": frame.request.url("/products"), "kept": kept, "stages": stages,
      "categories": categories, "brands": brands,
      "priceLegend": texts["filter.price", ["currency": frame.request.tenant.currency.code]],
      "minimum": asked.minimum?.decimal, "maximum": asked.maximum?.decimal,
      "inStock": asked.inStock, "sorts": sorts, "hasProducts": !page.items.isEmpty,
      "products": page.items.map(frame.cardView), "next": nextURL,
      "first": asked.cursor == nil ? nil : url(asked.with { _ in }),
      "suggestions": suggestions,
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
      canonicalQuery: ["category": asked.category, "stage": asked.stage],
      linkedData: [LinkedData.breadcrumbs(trailURLs)],
      trail: trail,
      searchText: asked.text
    )
  }

  private var texts: LocalTexts { frame.texts }

  private func url(_ asked: ListRequest) -> String { frame.request.url("/products", asked.fields) }

  private var chosenStage: StorefrontSettings.Stage? {
    frame.settings.stages.first { $0.code == asked.stage }
  }

  private var title: String {
    if !asked.text.isEmpty { return texts["list.searchTitle", ["query": asked.text]] }
    return path.last?.name ?? chosenStage.map { frame.local($0.name) } ?? asked.brand
      ?? texts["list.all"]
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

extension ListView {
  private var chips: [View] {
    var chips: [View] = []
    func add(_ text: String?, _ change: (inout ListRequest) -> Void) {
      guard let text else { return }
      chips.append(["text": text, "href": url(asked.with(change))])
    }
    add(asked.text.isEmpty ? nil : asked.text) { $0.text = "" }
    add(path.last?.name) { $0.category = nil }
    add(chosenStage.map { frame.local($0.name) }) { $0.stage = nil }
    add(asked.brand) { $0.brand = nil }
    add(priceChip) {
      $0.minimum = nil
      $0.maximum = nil
    }
    add(asked.inStock ? texts["filter.inStock"] : nil) { $0.inStock = false }
    return chips
  }

  private var priceChip: String? {
    switch (asked.minimum?.text, asked.maximum?.text) {
    case (nil, nil): nil
    case (let least?, nil): "≥ \(least)"
    case (nil, let most?): "≤ \(most)"
    case (let least?, let most?): "\(least) – \(most)"
    }
  }

  /// What the filter form keeps of the address beside its own fields.
  private var kept: [View] {
    [("q", asked.text.isEmpty ? nil : asked.text), ("sort", asked.sort.rawValue)].compactMap {
      name,
      value in value.map { ["name": name, "value": $0] }
    }
  }

  private func choice(_ name: String, _ value: String, isChosen: Bool) -> View {
    ["name": name, "value": value, "isChosen": isChosen]
  }

  private var stages: [View] {
    let none = choice(texts["filter.anyStage"], "", isChosen: chosenStage == nil)
    return [none]
      + frame.settings.stages.map {
        choice(frame.local($0.name), $0.code, isChosen: $0.code == asked.stage)
      }
  }

  private var categories: [View] {
    let none = choice(texts["filter.anyCategory"], "", isChosen: path.isEmpty)
    return [none]
      + frame.categories.flatMap { category in
        [choice(category.name, category.slug, isChosen: category.slug == asked.category)]
          + category.children.map {
            choice("\u{2003}\($0.name)", $0.slug, isChosen: $0.slug == asked.category)
          }
      }
  }

  private var brands: [View] {
    let none = choice(texts["filter.anyBrand"], "", isChosen: asked.brand == nil)
    return [none]
      + facets.brands.filter { !$0.name.isEmpty }.map {
        choice("\($0.name) (\($0.count))", $0.name, isChosen: $0.name == asked.brand)
      }
  }

  private var sorts: [View] {
    let names = [
      ProductSort.newest: "sort.newest", .popular: "sort.popular", .priceUp: "sort.priceUp",
      .priceDown: "sort.priceDown",
    ]
    return ProductSort.allCases.map { sort in
      [
        "name": texts[names[sort] ?? ""], "isChosen": sort == asked.sort,
        "href": url(asked.with { $0.sort = sort }),
      ]
    }
  }

  private var suggestions: [View] {
    frame.categories.map { ["name": $0.name, "href": frame.categoryURL($0.slug)] }
  }
}

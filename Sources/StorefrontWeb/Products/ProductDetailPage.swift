internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A product with its pictures, options and facts, and the form that puts it into the cart.
enum ProductDetailPage {
  /// One row on a wide window.
  private static let relatedCount = 5
  private static let shelves = RecentMemo<Shelf, [ProductCard]>(lifetime: 10, capacity: 1_000)

  static func route(_ shop: Shop, _ rows: ShopRows) -> Route {
    .read(
      "/products/{slug}",
      operation: "showProduct",
      parameters: [.path("slug", .string(1...80, format: .slug), "The product's short name.")],
      permission: .session
    ) { try await show($0, shop, rows) }
  }

  private static func show(_ request: TenantRequest, _ shop: Shop, _ rows: ShopRows) async throws
    -> Reply
  {
    let around = try await PageSurroundings(request)
    let shopView = ShopView(request)
    let sheet = try await request.scope.productSheet(
      slug: request.path("slug"),
      reviews: ProductReviewsView.query(request),
      in: shopView,
      cartOf: around.session,
      knowing: around.categories
    )
    guard let product = sheet.product, let choice = SKUChoice(product, code: request.query["sku"])
    else { throw StorefrontRefusal(.productNotFound) }
    async let prices = shop.levelPrices(
      ofSKUs: [choice.chosen.id],
      session: around.visit,
      for: request.tenant,
      in: request.scope
    )
    let cards = try await related(to: product, shopView, request)
    var frame = try PageFrame(request, sheet.surroundings, asked: around)
    frame.levelPrices = try await shop.levelPrices(of: cards, around, request)
    let place = ShopRows.Place.product(product.id)
    let proposed = try await rows.proposal(place, request)
    let values = ProductView(
      frame: frame,
      choice: choice,
      levelPrice: try await prices[choice.chosen.id],
      related: cards,
      reviews: sheet.reviews,
      evidence: try await EvidenceView.load(product, request, frame.texts),
      rows: try await RowsView.of(proposed, at: place, frame, shop)
    )
    return try values.frame.page("product", values.head, "product", values.view())
  }

  /// What sells best among what is like a product: the same for all products of a kind.
  private static func related(
    to product: Product,
    _ shopView: ShopView,
    _ request: TenantRequest
  ) async throws -> [ProductCard] {
    var query = ProductListQuery()
    query.category = product.path.first?.slug
    query.ages = product.ages.from == nil && product.ages.to == nil ? nil : product.ages
    query.sort = .popular
    query.limit = relatedCount + 1
    let shelf = Shelf(query: query, locales: request.locales)
    let known = shelves.value(of: shelf, for: request.tenant, at: request.now)
    let cards: [ProductCard]
    if let known {
      cards = known
    } else {
      cards = try await request.scope.products(query, in: shopView).items
      shelves.keep(cards, of: shelf, for: request.tenant, at: request.now)
    }
    return Array(cards.filter { $0.id != product.id }.prefix(relatedCount))
  }

  private struct Shelf: Hashable {
    let query: ProductListQuery
    let locales: [LanguageTag]
  }
}

/// The values of a product's page.
struct ProductView {
  let frame: PageFrame
  let choice: SKUChoice
  /// What a piece costs the visitor, where a level of theirs has a price of its own.
  let levelPrice: Money?
  let related: [ProductCard]
  let reviews: ProductReviews
  let evidence: EvidenceView?
  let rows: RowsView?

  var product: Product { choice.product }
  private var sku: SKU { choice.chosen }
  private var texts: LocalTexts { frame.texts }

  /// The price of the visitor's level, where it is lower than everybody's.
  private var ownPrice: Money? {
    levelPrice.flatMap { $0.minorUnits < sku.price.minorUnits ? $0 : nil }
  }

  func view() throws -> View {
    [
      "pictures": pictures, "isGallery": pictures.count > 1, "brand": shown(product.brand),
      "brandHref": frame.request.url("/products", ["brand": product.brand]), "name": product.name,
      "summary": shown(product.summary),
      "price": ownPrice.map { PriceView.ofLevel($0, usual: sku.price, texts) }
        ?? PriceView.of(sku.price, list: sku.listPrice, texts),
      "priceNotes": priceNotes,
      "offers": offers,
      "marks": marks, "options": options, "contents": contents, "stockKind": stock.kind,
      "stockIcon": stock.icon, "stock": stock.words, "canBuy": obtainable > 0,
      "maximum": "\(min(obtainable, Cart.quantityLimit))", "sku": sku.id.description,
      "buyPrice": texts.money(ownPrice ?? sku.price), "paragraphs": paragraphs, "facts": facts,
      "reviews": ProductReviewsView(frame: frame, slug: product.slug, reviews: reviews).view,
      "evidence": evidence?.view,
      "hasRelated": hasRelated, "related": try related.map { try frame.cardView($0) },
      "proposals": try rows?.view(),
      "note": rows?.note(product.id),
    ]
  }

  /// The shop's own shelf, where nobody proposes who knows what must not be promoted.
  private var hasRelated: Bool { !related.isEmpty && rows == nil }

  /// The promotions that it takes part in; nothing when there are none.
  private var offers: View? {
    guard !product.offers.isEmpty else { return nil }
    return [
      "list": product.offers.map { offer in
        [
          "name": frame.local(offer.name),
          "group": offer.isForGroups
            ? frame.request.url("/group-offers/\(offer.promotion)", ["sku": sku.code]) : nil,
        ] as View
      }
    ]
  }

  /// What the bundle is made of; nothing for what is none.
  private var contents: View? {
    guard !sku.parts.isEmpty else { return nil }
    return [
      "list": sku.parts.map { part in
        [
          "name": texts[
            "order.parcelLine",
            ["name": BundleWords.name(of: part), "count": "\(part.quantity)"]
          ],
          "href": part.isOnSale
            ? frame.request.url("/products/\(part.productSlug)", ["sku": part.code]) : nil,
        ] as View
      }
    ]
  }

  /// What stands below the price: the lowest one of late, when the sale ends, and what more pieces
  /// cost each.
  private var priceNotes: [View] {
    var notes: [String] = []
    if let lowest = sku.lowestRecentPrice {
      notes.append(texts["price.lowestRecent", ["amount": texts.money(lowest)]])
    }
    if let end = sku.saleEnds {
      notes.append(texts["price.saleEnds", ["time": saleEnd(end)]])
    }
    let opens = EarlySaleRule.opening(of: product.slug, in: frame.request.tenant)
    if let opens, opens > frame.request.now {
      notes.append(texts["price.saleOpens", ["time": saleEnd(opens)]])
    }
    notes += sku.volumePrices.map { volume in
      texts["price.volume", ["count": "\(volume.quantity)", "amount": texts.money(volume.price)]]
    }
    return notes.map { ["text": $0] as View }
  }

  private func saleEnd(_ end: Date) -> String {
    let style = Date.FormatStyle(
      date: .abbreviated,
      time: .shortened,
      locale: Locale(identifier: frame.request.locale.rawValue),
      timeZone: frame.request.tenant.timeZone
    )
    return end.formatted(style)
  }

  var head: PageHead {
    PageHead(
      name: "product",
      title: product.name,
      description: product.summary.isEmpty ? product.name : product.summary,
      canonicalPath: "/products/\(product.slug)",
      kind: "product",
      picture: product.pictures.first,
      linkedData: [linkedProduct, LinkedData.breadcrumbs(trailURLs)],
      trail: [(texts["nav.home"], frame.request.url("/"))]
        + product.path.map { ($0.name, frame.categoryURL($0.slug)) } + [(product.name, nil)]
    )
  }

  private var trailURLs: [(name: String, url: String)] {
    let request = frame.request
    return [(texts["nav.home"], request.absoluteURL("/"))]
      + product.path.map { ($0.name, request.absoluteURL("/products", ["category": $0.slug])) }
      + [(product.name, request.absoluteURL("/products/\(product.slug)"))]
  }

  private func shown(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// Those of the chosen SKU first, then those of the product; none is loaded before it is near but
  /// the first.
  private var pictures: [View] {
    let gallery = GalleryRule.shown(product.gallery, for: sku.id)
    let own = gallery.filter { $0.sku != nil }.map(picture)
    let general = gallery.filter { $0.sku == nil }.map(picture)
    let first = product.pictures.map { picture -> View in
      frame.request.pictureView(of: picture, .large).with("alt", product.name).with("width", "480")
        .with("height", "480")
    }
    return (own + first + general).enumerated().map { index, picture in
      picture.with("id", "picture-\(index + 1)")
        .with("label", texts["product.picture", ["number": "\(index + 1)"]])
        .with("tint", ProductTint.name(of: product.slug)).with("isLazy", index > 0)
    }
  }

  private func picture(_ shown: GalleryPicture) -> View {
    let view = frame.request.pictureView(of: shown.picture, .large).with(
      "alt",
      frame.local(shown.alt)
    )
    .with("width", "\(shown.size?.width ?? 480)").with("height", "\(shown.size?.height ?? 480)")
    return shown.video.map { view.with("video", $0) } ?? view
  }

  private var marks: [View] {
    [
      ("age", AgeWords.words(product.ages, texts)), ("shield", product.safetyClass),
      ("certificate", product.halalCertificate.isEmpty ? nil : texts["fact.halal"]),
      ("certificate", evidence?.badge),
    ].compactMap { icon, text in
      guard let text, !text.isEmpty else { return nil }
      return ["icon": icon, "text": text]
    }
  }

  private var options: [View] {
    choice.options.map { option in
      let key = "option.\(option.code)"
      let chosen = option.values.first(where: \.isChosen)
      return [
        "code": option.code, "name": texts[key],
        "chosen": chosen.map { frame.local($0.labels) },
        "values": option.values.map { value in
          [
            "name": frame.local(value.labels), "isChosen": value.isChosen,
            "isSoldOut": value.target.available == 0 && value.target.presale == nil,
            "href": frame.request.url("/products/\(product.slug)", ["sku": value.target.code]),
          ] as View
        },
      ]
    }
  }

  private var obtainable: Int { max(sku.available, sku.presale?.left ?? 0) }

  private var stock: (kind: String, icon: String, words: String) {
    if sku.available <= 0, let presale = sku.presale {
      let day = PresaleWords.day(presale.shipsFrom, frame)
      return ("few", "clock", texts["presale.product", ["day": day]])
    }
    return stockOfShelf
  }

  private var stockOfShelf: (kind: String, icon: String, words: String) {
    switch sku.available {
    case ...0: ("none", "alert", texts["stock.soldOut"])
    case ...5: ("few", "clock", texts["stock.few", ["count": "\(sku.available)"]])
    default: ("plenty", "check", texts["stock.plenty"])
    }
  }

  private var paragraphs: [String] {
    let text = product.description.isEmpty ? product.summary : product.description
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  private var facts: [View] {
    let weight = sku.weightGrams.map { grams in
      grams >= 1000
        ? "\((Double(grams) / 1000).formatted(.number.precision(.fractionLength(0...2)))) kg"
        : "\(grams) g"
    }
    let entries: [(String, String?)] = [
      ("fact.brand", product.brand), ("fact.age", AgeWords.words(product.ages, texts)),
      ("fact.material", product.material), ("fact.safety", product.safetyClass),
      ("fact.registration", product.registrationNumber), ("fact.halal", product.halalCertificate),
      ("fact.weight", weight), ("fact.sku", sku.code), ("fact.barcode", sku.barcode),
    ]
    let shown = entries.compactMap { key, value -> View? in
      guard let value, !value.isEmpty else { return nil }
      return .fact(texts[key], value)
    }
    return shown + (product.device.map { DeviceWords.facts($0, frame) } ?? [])
  }
}

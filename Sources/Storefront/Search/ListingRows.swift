internal import Foundation
internal import TenantStore

/// One row of a list: a card of the page, a card that comes near, or the count of a facet.
private struct ListingRow: TenantRow {
  let kind: Int
  let facet: String?
  let count: Int64?
  let key: Int64?
  let card: CardRow?

  init(row: inout ColumnReader) throws {
    kind = try row.next()
    facet = try row.next()
    count = try row.next()
    _ = try row.next(Int64.self)
    key = try row.next()
    card = try CardRow.read(&row)
  }
}

private struct CardRow {
  let id: ProductID
  let slug: String
  let name: String?
  let summary: String?
  let brand: String
  let ages: AgeRange
  let lowestPrice: Int64
  let highestPrice: Int64
  let listPrice: Int64?
  let lowestRecentPrice: Int64?
  let soldCount: Int64
  let isInStock: Bool
  let picture: [UInt8]?

  static func read(_ row: inout ColumnReader) throws -> Self? {
    let id: ProductID? = try row.next()
    let slug: String? = try row.next()
    let texts: (String?, String?) = (try row.next(), try row.next())
    let brand: String? = try row.next()
    let ages = AgeRange(from: try row.next(), to: try row.next())
    let prices: (Int64?, Int64?, Int64?) = (try row.next(), try row.next(), try row.next())
    let lowestRecentPrice: Int64? = try row.next()
    let soldCount: Int64? = try row.next()
    let isInStock: Bool? = try row.next()
    let picture: [UInt8]? = try row.next()
    guard let id, let slug, let brand, let lowest = prices.0, let highest = prices.1 else {
      return nil
    }
    return Self(
      id: id,
      slug: slug,
      name: texts.0,
      summary: texts.1,
      brand: brand,
      ages: ages,
      lowestPrice: lowest,
      highestPrice: highest,
      listPrice: prices.2,
      lowestRecentPrice: prices.2 == nil ? nil : lowestRecentPrice,
      soldCount: soldCount ?? 0,
      isInStock: isInStock ?? false,
      picture: picture
    )
  }

  func card(in view: ShopView) -> ProductCard {
    ProductCard(
      id: id,
      slug: slug,
      name: name ?? slug,
      summary: summary ?? "",
      brand: brand,
      ages: ages,
      lowestPrice: view.money(lowestPrice),
      highestPrice: view.money(highestPrice),
      listPrice: listPrice.map(view.money),
      lowestRecentPrice: lowestRecentPrice.map(view.money),
      soldCount: Int(soldCount),
      isInStock: isInStock,
      picture: picture.map { MediaID(sha256: $0) }
    )
  }
}

extension QueryResult {
  /// The cards of the rows, in the order of the rows.
  func productCards(in view: ShopView) throws -> [ProductCard] {
    try all(ListingRow.self).compactMap { $0.card?.card(in: view) }
  }
}

/// What the rows of one list say.
struct ListingRows {
  let page: ProductPage
  let facets: ProductFacets

  init(_ result: QueryResult, _ plan: ListingPlan, _ view: ShopView) throws {
    var cards: [(key: Int64, card: CardRow)] = []
    var near: [ProductCard] = []
    var counts: [String: Int] = [:]
    var without: [String: Int] = [:]
    for row in try result.all(ListingRow.self) {
      switch (row.kind, row.card, row.facet) {
      case (0, let card?, _): cards.append((row.key ?? 0, card))
      case (1, let card?, _): near.append(card.card(in: view))
      case (2, _, let facet?): counts[facet] = Int(row.count ?? 0)
      case (3, _, let facet?): without[facet] = Int(row.count ?? 0)
      default: break
      }
    }
    let shown = cards.prefix(plan.query.pageLength)
    var search = plan.search?.outcome
    search?.near = near
    page = ProductPage(
      items: shown.map { $0.card.card(in: view) },
      next: cards.count <= plan.query.pageLength
        ? nil
        : shown.last.map {
          ListCursor(order: plan.sort.rawValue, key: $0.key, id: $0.card.id.uuid).text
        },
      search: search
    )
    facets = ProductFacets(counts: counts, without: without, bounds: plan.priceBounds)
  }
}

extension SearchPlan {
  /// How the words were understood.
  var outcome: SearchOutcome { SearchOutcome(readings: readings, missing: missing) }
}

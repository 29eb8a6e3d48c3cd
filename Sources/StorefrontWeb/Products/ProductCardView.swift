internal import Storefront
internal import TenantStore
internal import TenantWeb

extension PageFrame {
  /// A product in a grid.
  func cardView(_ card: ProductCard) -> View {
    [
      "tint": ProductTint.name(of: card.slug), "picture": pictureURL(card.picture),
      "isSoldOut": !card.isInStock, "brand": card.brand, "name": card.name,
      "href": request.url("/products/\(card.slug)"), "price": priceView(card),
      "lowestRecent": card.lowestRecentPrice.map { lowest in
        texts["price.lowestRecent", ["amount": texts.money(lowest)]]
      },
      "age": AgeWords.words(card.ages, texts),
    ]
  }
}

extension PageFrame {
  private func priceView(_ card: ProductCard) -> View {
    guard let level = levelPrices[card.id] else { return PriceView.of(card, texts) }
    return PriceView.ofLevel(
      level.lowest,
      usual: card.lowestPrice,
      isLowest: level.lowest != level.highest,
      texts
    )
  }
}

extension Shop {
  /// What cards of products cost the visitor of a page, of those that cost the visitor less.
  func levelPrices(
    of cards: [ProductCard],
    _ around: PageSurroundings,
    _ request: TenantRequest
  ) async throws -> [ProductID: LevelPrice] {
    try await levelPrices(
      ofProducts: cards.map(\.id),
      session: around.visit,
      for: request.tenant,
      in: request.scope
    )
  }
}

/// The pastel ground behind a picture, always the same for one product.
enum ProductTint {
  static func name(of slug: String) -> String {
    String(slug.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % 7)
  }
}

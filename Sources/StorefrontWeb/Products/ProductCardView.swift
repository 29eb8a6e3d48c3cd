internal import Storefront
internal import TenantStore
internal import TenantWeb

extension PageFrame {
  /// A product in a grid.
  func cardView(_ card: ProductCard) -> View {
    [
      "tint": ProductTint.name(of: card.slug), "picture": pictureURL(card.picture),
      "isSoldOut": !card.isInStock, "brand": card.brand, "name": card.name,
      "href": request.url("/products/\(card.slug)"), "price": PriceView.of(card, texts),
      "lowestRecent": card.lowestRecentPrice.map { lowest in
        texts["price.lowestRecent", ["amount": texts.money(lowest)]]
      },
      "age": AgeWords.words(card.ages, texts),
    ]
  }
}

/// The pastel ground behind a picture, always the same for one product.
enum ProductTint {
  static func name(of slug: String) -> String {
    String(slug.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % 7)
  }
}

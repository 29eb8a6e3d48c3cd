internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Everything on which the HTML of a product in a grid depends.
private struct ShownCard: Hashable {
  let slug: String
  let name: String
  let brand: String
  let ages: AgeRange
  let lowestPrice: Money
  let highestPrice: Money
  let listPrice: Money?
  let lowestRecentPrice: Money?
  let isInStock: Bool
  let picture: MediaID?
  /// What it costs the visitor, where that is less than it costs others.
  let level: LevelPrice?
  let language: LanguageTag
  let addresses: AddressForm

  init(_ card: ProductCard, _ level: LevelPrice?, _ request: TenantRequest) {
    slug = card.slug
    name = card.name
    brand = card.brand
    ages = card.ages
    lowestPrice = card.lowestPrice
    highestPrice = card.highestPrice
    listPrice = card.listPrice
    lowestRecentPrice = card.lowestRecentPrice
    isInStock = card.isInStock
    picture = card.picture
    self.level = level
    language = request.locale
    addresses = request.addressForm
  }
}

extension PageFrame {
  /// The HTML of cards as they are shown to everybody for whom they look the same.
  private static let cards = PureMemo<ShownCard, String>(capacity: 8_000)

  /// A product in a grid, with the reason why it is shown where one is given.
  ///
  /// A list has two dozen of them, which seldom change and took a third of its time to write. One
  /// with a reason is the visitor's own and is written each time.
  func cardView(_ card: ProductCard, because reason: String? = nil) throws -> View {
    let shown = ShownCard(card, levelPrices[card.id], request)
    guard reason == nil else { return ["html": try html(of: shown, because: reason)] }
    return ["html": try Self.cards.value(of: shown) { try html(of: $0, because: nil) }]
  }

  private func html(of card: ShownCard, because reason: String?) throws -> String {
    let view: View = [
      "tint": ProductTint.name(of: card.slug), "picture": pictureView(card.picture, .medium),
      "isSoldOut": !card.isInStock, "brand": card.brand, "name": card.name,
      "href": request.url("/products/\(card.slug)"), "price": priceView(card),
      "lowestRecent": card.lowestRecentPrice.map { lowest in
        texts["price.lowestRecent", ["amount": texts.money(lowest)]]
      },
      "age": AgeWords.words(card.ages, texts), "reason": reason,
    ]
    return String(decoding: try request.content("storefront-product_card", view), as: UTF8.self)
  }

  private func priceView(_ card: ShownCard) -> View {
    guard let level = card.level else {
      return PriceView.of(
        card.lowestPrice,
        list: card.listPrice,
        isLowest: card.lowestPrice != card.highestPrice,
        texts
      )
    }
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

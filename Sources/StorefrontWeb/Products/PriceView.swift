internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A price as a page shows it: the amount large, the words around it small.
enum PriceView {
  static func of(_ card: ProductCard, _ texts: LocalTexts) -> View {
    of(
      card.lowestPrice,
      list: card.listPrice,
      isLowest: card.lowestPrice != card.highestPrice,
      texts
    )
  }

  static func of(_ price: Money, list: Money?, isLowest: Bool = false, _ texts: LocalTexts) -> View
  {
    let around = isLowest ? texts["price.from"].components(separatedBy: "{price}") : []
    let was = list.map { ["label": texts["price.was"], "amount": $0.text] as View }
    return [
      "before": around.first.flatMap { $0.isEmpty ? nil : $0 }, "amount": price.text,
      "after": around.last.flatMap { $0.isEmpty ? nil : $0 }, "listPrice": was,
    ]
  }
}

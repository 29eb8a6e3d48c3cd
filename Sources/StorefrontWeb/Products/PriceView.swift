internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A price as a page shows it: the amount large, the words around it small.
enum PriceView {
  static func of(_ price: Money, list: Money?, isLowest: Bool = false, _ texts: LocalTexts) -> View
  {
    let none = (before: "", after: "")
    let around = isLowest ? texts.around("price", in: "price.from") : none
    let was = list.map { ["label": texts["price.was"], "amount": texts.money($0)] as View }
    return [
      "before": shown(around.before), "amount": texts.money(price), "after": shown(around.after),
      "listPrice": was,
    ]
  }

  /// A price that only members of a level pay, with what everybody else pays.
  static func ofLevel(
    _ price: Money,
    usual: Money,
    isLowest: Bool = false,
    _ texts: LocalTexts
  ) -> View {
    let around = texts.around("price", in: isLowest ? "price.levelFrom" : "price.level")
    return [
      "before": shown(around.before), "amount": texts.money(price), "after": shown(around.after),
      "listPrice": ["label": texts["price.usual"], "amount": texts.money(usual)] as View,
    ]
  }

  private static func shown(_ text: String) -> String? { text.isEmpty ? nil : text }
}

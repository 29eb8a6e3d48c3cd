internal import Storefront
internal import TenantStore

/// Which SKU of a product is shown, and to which SKU each option's value leads.
///
/// Options are links, so that choosing works without a script.
struct SKUChoice {
  let product: Product
  let chosen: SKU

  /// The SKU with the code in the address, else the first that can be had, else the first.
  init?(_ product: Product, code: String?) {
    let byCode = code.flatMap { code in product.skus.first { $0.code == code } }
    guard
      let chosen = byCode ?? product.skus.first(where: { $0.available > 0 }) ?? product.skus.first
    else { return nil }
    self.product = product
    self.chosen = chosen
  }

  /// One option with its values in the merchant's order.
  struct Option {
    let code: String
    let values: [Value]
  }

  /// One value and the SKU that it leads to.
  struct Value {
    let labels: LocalizedText
    let target: SKU
    let isChosen: Bool
  }

  var options: [Option] {
    chosen.options.enumerated().map { index, own in
      let labels = distinct(product.skus.compactMap { label(of: $0, own.code) })
      let values = labels.compactMap { label -> Value? in
        guard let target = target(of: own.code, label, keeping: index) else { return nil }
        return Value(labels: label, target: target, isChosen: label == own.labels)
      }
      return Option(code: own.code, values: values)
    }
  }

  private func label(of sku: SKU, _ code: String) -> LocalizedText? {
    sku.options.first { $0.code == code }?.labels
  }

  private func distinct(_ labels: [LocalizedText]) -> [LocalizedText] {
    var seen: Set<LocalizedText> = []
    return labels.filter { seen.insert($0).inserted }
  }

  /// The SKU with this value that shares the most other options, the available ones first.
  private func target(of code: String, _ label: LocalizedText, keeping index: Int) -> SKU? {
    let others = chosen.options.enumerated().filter { $0.offset != index }.map(\.element)
    func closeness(_ sku: SKU) -> (Int, Int) {
      let shared = others.filter { self.label(of: sku, $0.code) == $0.labels }.count
      return (shared, sku.available > 0 ? 1 : 0)
    }
    return product.skus.filter { self.label(of: $0, code) == label }
      .reduce(nil) { best, sku in
        guard let best else { return sku }
        return closeness(sku) > closeness(best) ? sku : best
      }
  }
}

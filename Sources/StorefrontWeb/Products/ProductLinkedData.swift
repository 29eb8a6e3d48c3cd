internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The product and its offers in the words of schema.org.
extension ProductView {
  var linkedProduct: JSONValue {
    let request = frame.request
    let pictures = product.pictures.map { picture in
      JSONValue.string(request.absoluteURL("/media/\(picture)", ["lang": nil]))
    }
    let brand = LinkedData.object("Brand", ["name": .string(product.brand)])
    return LinkedData.document(
      "Product",
      [
        "name": .string(product.name),
        "description": text(product.description.isEmpty ? product.summary : product.description),
        "url": .string(url()), "image": pictures.isEmpty ? nil : .array(pictures),
        "brand": product.brand.isEmpty ? nil : brand, "material": text(product.material),
        "category": product.path.last.map { .string($0.name) },
        "sku": text(choice.chosen.code), "gtin13": choice.chosen.barcode.map { .string($0) },
        "offers": offers, "aggregateRating": reviews.summary.linkedRating,
      ]
    )
  }

  private var offers: JSONValue {
    let offers = product.skus.map(offer)
    guard offers.count > 1 else { return offers.first ?? .null }
    let prices = product.skus.map(\.price)
    let byAmount = prices.sorted { $0.minorUnits < $1.minorUnits }
    return LinkedData.object(
      "AggregateOffer",
      [
        "priceCurrency": byAmount.first.map { .string($0.currency.code) },
        "lowPrice": byAmount.first.map { .string($0.decimal) },
        "highPrice": byAmount.last.map { .string($0.decimal) },
        "offerCount": .integer(Int64(offers.count)), "offers": .array(offers),
      ]
    )
  }

  private func offer(_ sku: SKU) -> JSONValue {
    let state =
      sku.available > 0 ? "InStock" : sku.presale == nil ? "OutOfStock" : "PreOrder"
    return LinkedData.object(
      "Offer",
      [
        "sku": .string(sku.code), "gtin13": sku.barcode.map { .string($0) },
        "price": .string(sku.price.decimal), "priceCurrency": .string(sku.price.currency.code),
        "availability": .string("https://schema.org/\(state)"),
        "itemCondition": "https://schema.org/NewCondition", "url": .string(url(sku.code)),
      ]
    )
  }

  private func url(_ code: String? = nil) -> String {
    frame.request.absoluteURL("/products/\(product.slug)", ["sku": code])
  }

  private func text(_ text: String) -> JSONValue? { text.isEmpty ? nil : .string(text) }
}

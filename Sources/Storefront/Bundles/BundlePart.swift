public import TenantStore

/// Pieces of a SKU that one bundle is made of.
public struct BundlePart: Hashable, Sendable {
  /// The most different SKUs in one bundle.
  public static let partLimit = 20
  /// The most pieces of one SKU in one bundle.
  public static let quantityLimit = 20

  /// The SKU, which is no bundle itself.
  public let sku: SKUID
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product.
  public let product: ProductID
  /// The short name of the product, which stands in addresses.
  public let productSlug: String
  /// The product's name in the visitor's language.
  public let name: String
  /// The options that make the SKU, `红色 / 80`; empty when there are none.
  public let options: String
  /// How many pieces are in one bundle, 1 to ``quantityLimit``.
  public let quantity: Int
  /// What one piece costs by itself now.
  public let unitPrice: Money
  /// How many pieces can be had now, over all locations; none of what is withdrawn.
  public let available: Int
  /// What one piece weighs in grams, where it is known.
  public let weightGrams: Int?
  /// Whether the product has a page of its own now.
  public let isOnSale: Bool
  /// Whether it is no longer sold; no bundle with it is then, either.
  let isWithdrawn: Bool
  /// The slugs of the product's category and of that above it, from the top.
  let categories: [String]

  /// Describes a part.
  package init(
    sku: SKUID,
    code: String,
    product: ProductID,
    productSlug: String,
    name: String,
    options: String = "",
    quantity: Int,
    unitPrice: Money,
    available: Int,
    weightGrams: Int? = nil,
    isOnSale: Bool = true,
    isWithdrawn: Bool = false,
    categories: [String] = []
  ) {
    self.sku = sku
    self.code = code
    self.product = product
    self.productSlug = productSlug
    self.name = name
    self.options = options
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.available = available
    self.weightGrams = weightGrams
    self.isOnSale = isOnSale
    self.isWithdrawn = isWithdrawn
    self.categories = categories
  }

  /// So many pieces of it as a line of an order.
  func line(quantity: Int, unitPrice: Money) -> CartLine {
    CartLine(
      sku: sku,
      code: code,
      product: product,
      productSlug: productSlug,
      name: name,
      options: options,
      picture: nil,
      categories: categories,
      ages: AgeRange(from: nil, to: nil),
      unitPrice: unitPrice,
      quantity: quantity,
      state: .available,
      weightGrams: weightGrams
    )
  }
}

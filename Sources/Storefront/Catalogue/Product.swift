public import Foundation
public import TenantStore

/// Whether shoppers see a product.
public enum ProductStatus: String, CaseIterable, Sendable {
  /// In preparation: nobody but the merchant sees it.
  case draft
  /// On sale.
  case published
  /// No longer on sale; kept because orders speak of it.
  case archived
}

/// What a list shows of a product.
public struct ProductCard: Hashable, Sendable {
  /// The product.
  public let id: ProductID
  /// The short name that stands in addresses.
  public let slug: String
  /// The name in the visitor's language.
  public let name: String
  /// One line about it, empty when the merchant wrote none.
  public let summary: String
  /// The brand, empty when there is none.
  public let brand: String
  /// The ages that it is made for.
  public let ages: AgeRange
  /// The price of its cheapest SKU.
  public let lowestPrice: Money
  /// The price of its dearest SKU.
  public let highestPrice: Money
  /// The strike price of its cheapest SKU, where it has one.
  public let listPrice: Money?
  /// The lowest price of the thirty days before the reduction, where ``listPrice`` announces one.
  public let lowestRecentPrice: Money?
  /// How many were sold so far.
  public let soldCount: Int
  /// Whether at least one of its SKUs can be had now.
  public let isInStock: Bool
  /// The first picture, where there is one.
  public let picture: MediaID?
}

/// A published product as its page shows it.
public struct Product: Hashable, Sendable {
  /// The product.
  public let id: ProductID
  /// The short name that stands in addresses.
  public let slug: String
  /// The name in the visitor's language.
  public let name: String
  /// One line about it, empty when the merchant wrote none.
  public let summary: String
  /// What it is, empty when the merchant wrote nothing.
  public let description: String
  /// The brand, empty when there is none.
  public let brand: String
  /// The category and the one above it, from the top.
  public let path: [CategoryLink]
  /// The ages that it is made for.
  public let ages: AgeRange
  /// What it is made of, empty when unknown.
  public let material: String
  /// The safety class or standard that it meets, empty when unknown.
  public let safetyClass: String
  /// The registration that the market demands, empty when none is.
  public let registrationNumber: String
  /// The halal certificate, empty when there is none.
  public let halalCertificate: String
  /// How many were sold so far.
  public let soldCount: Int
  /// The pictures, in the merchant's order.
  public let pictures: [MediaID]
  /// What else shows it, or a variant of it, in the merchant's order.
  public let gallery: [GalleryPicture]
  /// What can be bought, in the merchant's order; never empty.
  public internal(set) var skus: [SKU]
  /// The promotions that everybody has with it now and without a code, at most ten.
  public let offers: [ProductOffer]
  /// Whether documents were handed in for it, whatever they are worth now.
  public let hasEvidence: Bool
  /// What it needs and does as a connected device; nothing when it is none.
  public let device: DeviceSheet?
}

/// One sellable choice of a product's options.
public struct SKU: Hashable, Sendable {
  /// The SKU.
  public let id: SKUID
  /// The merchant's own number of it.
  public let code: String
  /// The GTIN-13, where there is one.
  public let barcode: String?
  /// What it costs now.
  public let price: Money
  /// The strike price, always above ``price``.
  public let listPrice: Money?
  /// The weight in grams, where it is known.
  public internal(set) var weightGrams: Int?
  /// How many can be had now, over all locations; of a bundle as its scarcest part allows.
  public internal(set) var available: Int
  /// The options that make it, at most two.
  public let options: [OptionValue]
  /// When the sale ends that lowers ``price`` now; nothing when none does.
  public let saleEnds: Date?
  /// The lowest price of the thirty days before the reduction, where ``listPrice`` announces one.
  public let lowestRecentPrice: Money?
  /// What a piece costs in greater numbers, below ``price``, by number.
  public let volumePrices: [VolumePrice]
  /// Whether it is made of pieces of other SKUs.
  public let isBundle: Bool
  /// What a bundle is made of, in the merchant's order; empty for others.
  public internal(set) var parts: [BundlePart] = []
  /// Whether it is marked as sold before it is there.
  let isPresale: Bool
  /// What can be had of it before it is there; nothing when that is not so now.
  public internal(set) var presale: PresaleOffer?
}

/// The value of one option of a SKU: the code `colour`, labelled in each language.
public struct OptionValue: Hashable, Sendable, Codable {
  /// The option's code: one of ``OptionLabelRule/codes``.
  public let code: String
  /// The value per language.
  public let labels: LocalizedText

  /// Creates a value.
  public init(code: String, labels: LocalizedText) {
    self.code = code
    self.labels = labels
  }
}

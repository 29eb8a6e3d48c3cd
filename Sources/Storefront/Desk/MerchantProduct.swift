public import Foundation
public import TenantStore

/// Where a product stands, as its merchant sees it.
public enum ProductStanding: String, CaseIterable, Sendable {
  /// Shoppers see and buy it.
  case onSale = "on_sale"
  /// It will be on sale.
  case scheduled
  /// Its time on sale is over.
  case over
  /// In preparation.
  case draft
  /// No longer in the merchant's catalogue; kept because orders speak of it.
  case archived

  /// Decides by the clock; the times bind published products only.
  public static func of(_ status: ProductStatus, from: Date?, until: Date?, at now: Date) -> Self {
    switch status {
    case .draft: .draft
    case .archived: .archived
    case .published:
      if let from, from > now {
        .scheduled
      } else if let until, until <= now {
        .over
      } else {
        .onSale
      }
    }
  }
}

/// What a merchant's list shows of a product, on sale or not.
public struct MerchantProduct: Hashable, Sendable {
  /// The product.
  public let id: ProductID
  /// The short name that stands in addresses.
  public let slug: String
  /// The name in the reader's language.
  public let name: String
  /// Where it stands now.
  public let standing: ProductStanding
  /// From when on it is on sale, in UTC; nothing when that is not limited.
  public let publishAt: Date?
  /// Until when it is on sale, in UTC; nothing when that is not limited.
  public let unpublishAt: Date?
  /// The price of its cheapest SKU.
  public let lowestPrice: Money
  /// The price of its dearest SKU.
  public let highestPrice: Money
  /// How many SKUs it has.
  public let skuCount: Int
  /// How many pieces can be had, over all SKUs and locations.
  public let available: Int
}

/// One SKU of a product as its merchant sees it.
public struct MerchantSKU: Hashable, Sendable {
  /// The merchant's own number of it.
  public let code: String
  /// The options that make it, as they are called; empty for a product without options.
  public let options: String
  /// The price outside of sales.
  public let price: Money
  /// The strike price, where there is one.
  public let listPrice: Money?
  /// The price of a sale that runs or will, where there is one.
  public let salePrice: Money?
  /// How many pieces can be had, over all locations; of a bundle as its scarcest part allows.
  public let available: Int
  /// What a bundle is made of; empty for a SKU that has stock of its own.
  public let contents: [BundleContent]
}

/// Which of a merchant's products are wanted.
public struct MerchantProductQuery: Hashable, Sendable {
  /// The most products that one page may have.
  public static let pageLimit = 100

  /// Only those that stand there.
  public var standing: ProductStanding?
  /// Words of the name, the short name, or the number of a SKU; everything when empty.
  ///
  /// A list by words has one page: the best of what is on sale, then the rest, newest first.
  public var text = ""
  /// Only those before this one; nothing for a list by words.
  public var before: ProductID?
  /// How many products a page may have, 1 to ``pageLimit``.
  ///
  /// Defaults to 30.
  public var limit = 30

  /// Asks for the newest thirty.
  public init() {}
}

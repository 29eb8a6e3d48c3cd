import Foundation

/// A product as the API shows it.
struct Product: Sendable {
  let slug: String
  let sku: String

  private struct List: Decodable {
    struct Entry: Decodable { let slug: String }
    let items: [Entry]
  }
  private struct Detail: Decodable {
    struct SKU: Decodable { let id: String }
    let skus: [SKU]
  }

  /// The products of the first page.
  static func some(_ shop: ShopServer) throws -> [Product] {
    let visitor = Visitor(port: shop.port, host: shop.host)
    let list = try decode(List.self, visitor.ask("GET", "/api/v1/products"))
    return try list.items.compactMap { try named($0.slug, by: visitor) }
  }

  /// One product.
  static func named(_ slug: String, by visitor: Visitor) throws -> Product? {
    let detail = try decode(Detail.self, visitor.ask("GET", "/api/v1/products/\(slug)"))
    return detail.skus.first.map { Product(slug: slug, sku: $0.id) }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ reply: Visitor.Reply) throws
    -> Value
  {
    try JSONDecoder().decode(type, from: Data(reply.body))
  }
}

/// The way from nothing to an order, over the API: two requests.
enum Purchase {
  private struct Cart: Decodable {
    struct Amount: Decodable { let minor: Int64 }
    let id: String
    let total: Amount
  }

  /// Puts a SKU into the cart and orders it; the answer to the order, or to the first refusal.
  static func order(_ sku: String, by visitor: Visitor) throws -> Visitor.Reply {
    let filled = try visitor.ask(
      "POST",
      "/api/v1/cart/lines",
      json: #"{"sku": "\#(sku)", "quantity": 1}"#
    )
    guard filled.status == 200 else { return filled }
    let cart = try JSONDecoder().decode(Cart.self, from: Data(filled.body))
    return try visitor.ask(
      "POST",
      "/api/v1/checkout",
      json: """
        {"cart": "\(cart.id)", "seen_total": \(cart.total.minor), "payment": "cashOnDelivery", \
        "contact": {"name": "Ada", "phone": "13800000000", "address": "1 Lake Road, Hangzhou"}}
        """
    )
  }
}

public import Foundation
public import TenantStore

/// What a visitor has chosen, at today's prices.
public struct Cart: Hashable, Sendable {
  /// The most different SKUs that a cart holds.
  public static let lineLimit = 50
  /// The most pieces of one SKU that a cart holds.
  public static let quantityLimit = 99

  /// The cart; nothing until the visitor put something into it.
  public let id: CartID?
  /// The lines in the order in which they were added.
  public let lines: [CartLine]
  /// The sum of the lines that are still on sale.
  public let goods: Money
  /// In which group it is bought; nothing for the usual cart.
  public let group: GroupPurchase?

  /// Whether its session may have put something aside; false when it surely has not.
  public let mayHaveSaved: Bool

  init(
    id: CartID?,
    lines: [CartLine],
    currency: Currency,
    group: GroupPurchase? = nil,
    mayHaveSaved: Bool = true
  ) {
    self.id = id
    self.lines = lines
    self.group = group
    self.mayHaveSaved = mayHaveSaved
    goods = CartTotals.goods(lines.filter { $0.state != .unavailable }.map(\.total), currency)
  }

  /// The same, bought in a group.
  func bought(in group: GroupPurchase?) -> Self {
    guard let group else { return self }
    return Self(id: id, lines: lines, currency: goods.currency, group: group)
  }

  /// The cart of a visitor who has put nothing into it.
  public static func empty(in view: ShopView) -> Self {
    Self(id: nil, lines: [], currency: view.currency)
  }

  /// Whether it can be ordered as it is.
  public var isOrderable: Bool { !lines.isEmpty && lines.allSatisfy { $0.state == .available } }
}

/// One SKU of a cart.
public struct CartLine: Hashable, Sendable {
  /// Whether the line can be ordered.
  public enum State: Hashable, Sendable {
    /// As many as asked for can be had.
    case available
    /// Only this many are left; 0 when it is sold out.
    case short(left: Int)
    /// It is no longer on sale.
    case unavailable
  }

  /// The SKU.
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
  /// The picture, where there is one.
  public let picture: MediaID?
  /// The slugs of the product's category and of that above it, from the top.
  public let categories: [String]
  /// The ages that the product is made for.
  public let ages: AgeRange
  /// What one piece costs now.
  public let unitPrice: Money
  /// How many pieces, 1 to 99.
  public let quantity: Int
  /// Whether the line can be ordered.
  public let state: State
  /// What one piece weighs in grams, where it is known.
  public let weightGrams: Int?
  /// What one piece is made of, where it is a bundle; else empty.
  public internal(set) var parts: [BundlePart] = []
  /// The beginning of the day from which it is sent, in UTC, where it is sold before it is there.
  public internal(set) var shipsFrom: Date?

  /// What the line costs.
  public var total: Money { unitPrice * quantity }

  /// The same with another number of pieces, another price or another state.
  func with(quantity: Int? = nil, unitPrice: Money? = nil, state: State? = nil) -> Self {
    Self(
      sku: sku,
      code: code,
      product: product,
      productSlug: productSlug,
      name: name,
      options: options,
      picture: picture,
      categories: categories,
      ages: ages,
      unitPrice: unitPrice ?? self.unitPrice,
      quantity: quantity ?? self.quantity,
      state: state ?? self.state,
      weightGrams: weightGrams,
      parts: parts,
      shipsFrom: shipsFrom
    )
  }
}

/// A SKU that is on sale, as a line, and how many pieces there are.
struct SaleableLine {
  let line: CartLine
  let available: Int
}

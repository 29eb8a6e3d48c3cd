public import TenantStore

/// What a shopper sends to order a cart.
public struct CheckoutForm: Hashable, Sendable {
  /// The cart that the shopper saw.
  public var cart: CartID
  /// What was to be paid as the shopper saw it, in minor units: ``Quote/total``.
  public var seenTotal: Int64
  /// The name of who receives the order.
  public var name: String
  /// The telephone number.
  public var phone: String
  /// The address of delivery.
  public var address: String
  /// The code of the province or city that it goes to, where the shop's freight asks for it.
  public var region: String
  /// The short name of the location where it is collected; nothing when it is delivered.
  public var pickup: String?
  /// What the shopper wants to add; may be empty.
  public var note: String
  /// The code of the chosen way to pay.
  public var provider: String
  /// The language of the shopper, in which the order is kept.
  public var locale: LanguageTag

  /// Fills the form.
  public init(
    cart: CartID,
    seenTotal: Int64,
    name: String,
    phone: String,
    address: String,
    region: String = "",
    pickup: String? = nil,
    note: String = "",
    provider: String,
    locale: LanguageTag
  ) {
    self.cart = cart
    self.seenTotal = seenTotal
    self.name = name
    self.phone = phone
    self.address = address
    self.region = region
    self.pickup = pickup
    self.note = note
    self.provider = provider
    self.locale = locale
  }
}

/// An order that was placed, with the secret that opens it.
public struct PlacedOrder: Hashable, Sendable {
  /// The order.
  public let order: Order
  /// The secret for the link; shown now and never again.
  public let token: OrderToken
  /// What the shopper has to do to pay.
  public let instruction: PaymentInstruction
  /// Whether this submission placed it; false when the cart had been ordered before.
  public let isNew: Bool
}

/// What is about to be ordered, for the modules that may lower its price.
public struct CheckoutBasket: Hashable, Sendable {
  /// The session that orders.
  public let session: SessionID
  /// Who orders, as ``Shop/Ports/shopper`` has just said; nil where nobody can be signed in.
  public let shopper: Shopper?
  /// The lines.
  public let lines: [CartLine]
  /// What promotions take off each line.
  public let discounts: [Money]
  /// The sums after promotions.
  public let totals: CartTotals
}

/// What another module takes off an order.
public struct PriceAdjustment: Hashable, Sendable {
  /// What it is for, `membership.level`.
  public let code: String
  /// The amount, negative; what goods and freight cannot bear of it is not taken.
  public let amount: Money
  /// Whether it is taken off the freight alone, and not off the goods first.
  public let isOffFreight: Bool

  /// Describes an adjustment.
  public init(code: String, amount: Money, isOffFreight: Bool = false) {
    self.code = code
    self.amount = amount
    self.isOffFreight = isOffFreight
  }
}

public import TenantStore

/// Why an operation of the shop was refused.
public struct StorefrontRefusal: Refusal, Equatable {
  /// The stable codes of the shop.
  public enum Code: String, RefusalCode {
    case productNotFound = "storefront.product_not_found"
    case categoryNotFound = "storefront.category_not_found"
    case skuNotFound = "storefront.sku_not_found"
    case locationNotFound = "storefront.location_not_found"
    case orderNotFound = "storefront.order_not_found"
    case cursorInvalid = "storefront.cursor_invalid"
    case quantityInvalid = "storefront.quantity_invalid"
    case cartFull = "storefront.cart_full"
    case cartEmpty = "storefront.cart_empty"
    case cartNotFound = "storefront.cart_not_found"
    case lineUnavailable = "storefront.line_unavailable"
    case outOfStock = "storefront.out_of_stock"
    case priceChanged = "storefront.price_changed"
    case contactInvalid = "storefront.contact_invalid"
    case providerUnknown = "storefront.provider_unknown"
    case transitionRefused = "storefront.transition_refused"
    case stockTooLow = "storefront.stock_too_low"
    case codeUnknown = "storefront.code_unknown"
    case codesFull = "storefront.codes_full"
    case promotionNotFound = "storefront.promotion_not_found"
    case promotionExhausted = "storefront.promotion_exhausted"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension StorefrontRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .productNotFound, .categoryNotFound, .skuNotFound, .locationNotFound, .orderNotFound,
      .cartNotFound, .promotionNotFound:
      .notFound
    case .cursorInvalid: .malformed
    case .quantityInvalid, .contactInvalid, .providerUnknown, .codeUnknown: .invalid
    case .cartFull, .cartEmpty, .lineUnavailable, .outOfStock, .priceChanged, .transitionRefused,
      .stockTooLow, .codesFull, .promotionExhausted:
      .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .productNotFound: "There is no such product on sale."
    case .categoryNotFound: "There is no such category."
    case .skuNotFound: "There is no such item on sale."
    case .locationNotFound: "There is no such location."
    case .orderNotFound: "There is no such order, or the link is not right."
    case .cursorInvalid: "The cursor was not made for this list and order."
    case .quantityInvalid: "The quantity must be 1 to 99."
    case .cartFull: "A cart holds at most 50 different items."
    case .cartEmpty: "The cart is empty."
    case .cartNotFound: "There is no such cart in this session."
    case .lineUnavailable: "An item of the cart is no longer on sale."
    case .outOfStock: "There are fewer left than asked for."
    case .priceChanged: "The total has changed since it was shown."
    case .contactInvalid: "The contact has fields that are missing or wrong."
    case .providerUnknown: "The shop does not offer this way to pay."
    case .transitionRefused: "The order is in a state that does not allow this."
    case .stockTooLow: "The correction would take more than there is."
    case .codeUnknown: "The shop has no such code."
    case .codesFull: "A cart holds at most 5 codes."
    case .promotionNotFound: "There is no such promotion that needs a code."
    case .promotionExhausted: "A promotion was used up by others since the total was shown."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .productNotFound, .skuNotFound: "Look for it in the list again."
    case .categoryNotFound: "Take one from the list of categories."
    case .locationNotFound: "Take one from the list of locations."
    case .orderNotFound: "Open the whole link that the shop gave when the order was placed."
    case .cursorInvalid: "Start at the first page, and pass cursors on as they are."
    case .quantityInvalid: "Ask for 1 to 99 pieces."
    case .cartFull: "Order what is in the cart first, or remove something."
    case .cartEmpty: "Put something into the cart first."
    case .cartNotFound: "Open the cart again."
    case .lineUnavailable: "Remove the item from the cart."
    case .outOfStock: "Ask for at most as many as are left."
    case .priceChanged: "Look at the cart again and confirm the new total."
    case .contactInvalid: "Correct the named fields."
    case .providerUnknown: "Choose one of the offered ways to pay."
    case .transitionRefused: "Look at the order's current state."
    case .stockTooLow: "Correct by at most what is there."
    case .codeUnknown: "Check the spelling of the code."
    case .codesFull: "Remove a code first."
    case .promotionNotFound: "Take one that needs a code from the list of promotions."
    case .promotionExhausted: "Look at the cart again and confirm the new total."
    }
  }
}

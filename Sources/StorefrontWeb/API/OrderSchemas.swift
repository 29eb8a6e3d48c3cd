internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The shapes of carts and orders in the API.
enum OrderSchemas {
  private static let text = ShopSchemas.text
  static let code = Schema.string(1...40).example("WELCOME20")
  static let quantity = Schema.integer(1...Int64(Cart.quantityLimit)).example(2)
  /// Pieces of an order's line; bundles may bring many.
  private static let pieces = Schema.integer(1...1_000_000).example(2)

  static let cart = Schema.named(
    "Cart",
    .object([
      .optional("id", .id(CartID.self).described("Missing while nothing was put into it.")),
      .required("lines", .array(cartLine, count: 0...Cart.lineLimit)),
      .required("goods", .money), .required("freight", .money),
      .required("discount", .money.described("What promotions take off goods and freight.")),
      .required("total", .money), .required("is_orderable", .boolean),
    ])
  )

  private static let cartLine = Schema.named(
    "CartLine",
    .object([
      .required("sku", .id(SKUID.self)), .required("code", .string(1...64)),
      .required("product", .id(ProductID.self)), .required("slug", ShopSchemas.slug),
      .required("name", text), .required("options", text), .optional("picture", ShopSchemas.url),
      .required("unit_price", .money), .required("quantity", quantity), .required("total", .money),
      .required("state", .choice(["available", "short", "unavailable"])),
      .optional(
        "left",
        .integer(0...Int64.max / 1_024).described("How many are left, when short.")
      ), .optional("contents", ShopSchemas.contents),
      .optional(
        "ships_on",
        ShopSchemas.day.described("From which day it is sent that is not there yet.")
      ),
    ])
  )

  static let lineInput = Schema.named(
    "CartLineInput",
    .object([.required("sku", .id(SKUID.self)), .required("quantity", quantity)])
  )

  static let quantityInput = Schema.named(
    "QuantityInput",
    .object([.required("quantity", quantity)])
  )

  static let checkoutInput = Schema.named(
    "CheckoutInput",
    .object([
      .required("cart", .id(CartID.self)),
      .required(
        "seen_total",
        .integer(0...9_007_199_254_740_991)
          .described("The cart's total in minor units as the shopper saw it.")
      ),
      .required(
        "contact",
        .object([
          .required("name", .string(0...500).example("林晓")),
          .required("phone", .string(0...500).example("13800000000")),
          .required("address", .string(0...1_000).example("杭州市上城区河坊街 1 号")),
        ])
      ),
      .optional("note", .string(0...500)),
      .required("payment", .string(1...80).example("cashOnDelivery")),
      .optional(
        "region",
        .string(0...16).described("The code of the province or city, where freight depends on it.")
          .example("33")
      ),
      .optional("pickup", .string(1...80).described("The location where it is collected.")),
    ])
  )

  static let placedOrder = Schema.named(
    "PlacedOrder",
    .object([
      .required("token", .string(64...64).described("Opens the order; shown only now.")),
      .required("url", ShopSchemas.url.described("The order's page.")),
      .required("order", order),
    ])
  )

  static let order = Schema.named(
    "Order",
    .object([
      .required("id", .id(OrderID.self)),
      .required("number", .string(1...40).example("260301483920")),
      .required("placed_at", .string(20...40, format: .dateTime)),
      .required("status", .choice(OrderState.Status.allCases.map(\.rawValue))),
      .required("payment_status", .choice(OrderState.Payment.allCases.map(\.rawValue))),
      .required("fulfilment_status", .choice(OrderState.Fulfilment.allCases.map(\.rawValue))),
      .required("contact", contact), .required("note", text), .required("lines", .array(orderLine)),
      .optional("bundles", .array(bundle).described("What pieces of the lines were bought in.")),
      .required("goods", .money), .required("freight", .money), .required("adjustment", .money),
      .required("discounts", .array(discount).described("What makes up the adjustment.")),
      .required(
        "freight_discount",
        .money.described("What of the adjustment was taken off the freight.")
      ), .required("total", .money), .required("payment", payment),
      .required("shipments", .array(shipment)),
      .optional("pay_by", .string(20...40, format: .dateTime)),
      .optional("delivered_at", .string(20...40, format: .dateTime)),
      .optional("cancellation", .choice(OrderCancellation.allCases.map(\.rawValue))),
      .optional("pickup", pickup), .optional("presale", presale),
    ])
  )

  private static let presale = Schema.named(
    "OrderPresale",
    .object([
      .required("ships_on", ShopSchemas.day.described("From which day it is sent.")),
      .required("promised_on", ShopSchemas.day.described("The day when it was placed.")),
      .required("is_awaiting", .boolean.described("Whether pieces of it are not there yet.")),
    ])
  )

  private static let discount = Schema.named(
    "OrderDiscount",
    .object([
      .required("code", .string(1...100).example("promotion.full-300")),
      .optional("name", text.described("What shoppers read of a promotion.")),
      .required("amount", .money.described("What it took off, below zero.")),
    ])
  )

  private static let shipment = Schema.named(
    "Shipment",
    .object([
      .required("id", .id(ShipmentID.self)), .required("carrier", .string(0...40)),
      .required("tracking_number", .string(0...40)),
      .required("shipped_at", .string(20...40, format: .dateTime)),
      .required(
        "lines",
        .array(
          .object([
            .required("code", .string(1...64)), .required("name", text),
            .required("quantity", pieces),
          ])
        )
      ),
    ])
  )

  private static let pickup = Schema.named(
    "Pickup",
    .object([
      .required("location", .string(1...80)), .required("code", .string(8...8)),
      .required("is_collected", .boolean),
    ])
  )

  private static let contact = Schema.object([
    .required("name", text), .required("phone", text), .required("address", text),
  ]).described("Masked, because the link opens without a password.")

  private static let bundle = Schema.named(
    "OrderBundle",
    .object([
      .required("product", .id(ProductID.self)), .required("sku", .id(SKUID.self)),
      .required("code", .string(1...64)), .required("name", text), .required("options", text),
      .required("unit_price", .money), .required("quantity", quantity),
      .required(
        "parts",
        .array(
          .object([
            .required("line", .integer(0...10_000).described("The place in lines, from 0.")),
            .required("quantity", pieces),
          ])
        )
      ),
    ])
  )

  private static let orderLine = Schema.named(
    "OrderLine",
    .object([
      .required("product", .id(ProductID.self)), .required("sku", .id(SKUID.self)),
      .required("code", .string(1...64)), .required("name", text), .required("options", text),
      .required("unit_price", .money), .required("quantity", pieces), .required("total", .money),
      .required("discount", .money.described("What was taken off the total.")),
      .required("net", .money.described("What is to be paid for the line.")),
      .optional("tax_basis_points", .integer(0...10_000).described("The rate contained in net.")),
      .optional("tax", .money.described("The tax contained in net.")),
    ])
  )

  private static let payment = Schema.named(
    "OrderPayment",
    .object([
      .required("provider", .string(1...80)), .optional("name", text),
      .optional("reference", text.described("What to write beside the transfer.")),
      .optional(
        "account",
        .object([
          .required("holder", text), .required("bank", text), .required("number", text),
        ])
      ),
    ])
  )
}

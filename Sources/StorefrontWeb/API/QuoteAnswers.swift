internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Quotes as JSON.
extension Answer {
  func quote(_ quote: Quote) -> JSONValue {
    let totals = quote.totals
    return [
      "goods": money(totals.goods), "freight": money(totals.freight),
      "goods_discount": money(totals.goodsDiscount),
      "freight_discount": money(totals.freightDiscount), "total": money(totals.total),
      "lines": .array(
        quote.lines.map { line in
          [
            "sku": .string(line.line.sku.description), "total": money(line.line.total),
            "discount": money(line.discount), "net": money(line.net),
          ]
        }
      ),
      "applied": .array(quote.applied.map(applied)), "refused": .array(quote.refused.map(refused)),
    ]
  }

  private func applied(_ applied: Quote.Applied) -> JSONValue {
    .members([
      "promotion": .string(applied.code), "name": local(applied.name),
      "code": applied.enteredCode.map { .string($0) }, "amount": money(applied.amount),
      "gift": applied.gift.map { gift -> JSONValue in
        [
          "sku": .string(gift.sku.description), "name": .string(gift.name),
          "quantity": .integer(Int64(gift.quantity)),
        ]
      },
    ])
  }

  private func refused(_ refused: Quote.Refused) -> JSONValue {
    let (needed, present): (Int64?, Int64?) =
      switch refused.reason {
      case .amountTooLow(let needed, let present): (needed, present)
      case .piecesTooFew(let needed, let present): (Int64(needed), Int64(present))
      default: (nil, nil)
      }
    return .members([
      "promotion": .string(refused.code), "name": local(refused.name),
      "code": refused.enteredCode.map { .string($0) }, "reason": .string(refused.reason.code),
      "needed": needed.map { .integer($0) }, "present": present.map { .integer($0) },
      "rival": refused.rival.map(local),
    ])
  }
}

/// The shapes of quotes in the API.
enum QuoteSchemas {
  private static let text = ShopSchemas.text
  private static let name = Schema.string(1...80).example("spring-300")

  static let quote = Schema.named(
    "Quote",
    .object([
      .required("goods", .money), .required("freight", .money),
      .required("goods_discount", .money), .required("freight_discount", .money),
      .required("total", .money.described("What is to be paid; send it as seen_total.")),
      .required("lines", .array(line, count: 0...Cart.lineLimit)),
      .required("applied", .array(applied)), .required("refused", .array(refused)),
    ])
  )

  static let codeInput = Schema.named(
    "CodeInput",
    .object([.required("code", .string(1...100).example("WELCOME20"))])
  )

  private static let line = Schema.named(
    "QuoteLine",
    .object([
      .required("sku", .id(SKUID.self)), .required("total", .money), .required("discount", .money),
      .required("net", .money),
    ])
  )

  private static let applied = Schema.named(
    "AppliedPromotion",
    .object([
      .required("promotion", name), .required("name", text), .optional("code", OrderSchemas.code),
      .required("amount", .money.described("What it takes off; nothing for a gift.")),
      .optional(
        "gift",
        .object([
          .required("sku", .id(SKUID.self)), .required("name", text),
          .required("quantity", OrderSchemas.quantity),
        ])
      ),
    ])
  )

  private static let refused = Schema.named(
    "RefusedPromotion",
    .object([
      .required("promotion", name), .required("name", text), .optional("code", OrderSchemas.code),
      .required("reason", .choice(PromotionReason.codes)),
      .optional("needed", amount.described("Minor units or pieces, for the reason that counts.")),
      .optional("present", amount),
      .optional("rival", text.described("The name of the promotion that stands in its way.")),
    ])
  )

  private static let amount = Schema.integer(0...9_007_199_254_740_991)
}

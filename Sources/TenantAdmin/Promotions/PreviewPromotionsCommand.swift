internal import ArgumentParser
internal import Storefront
internal import TenantStore

struct PreviewPromotionsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows what promotions would make of a basket now, and why some would not apply.",
    discussion: """
      Nothing is changed and nothing is used up. Of the shopper only what the options say is known; \
      level prices and what other modules take off belong to a person and are left out.
      """
  )

  @OptionGroup var tenant: TenantOption
  @Argument(
    help: "What is in the basket: SKU or SKU=PIECES, 1 to 99 pieces each.",
    transform: Self.item
  )
  var items: [PreviewBasket.Item]
  @Option(help: "A code that the shopper enters; may be given several times.")
  var code: [String] = []
  @Option(help: "The code of the province or city that it goes to.")
  var region = ""
  @Flag(help: "The shopper has not ordered yet.")
  var firstOrder = false
  @Option(help: "The shopper's level.")
  var level: String?
  @Option(help: "What the merchant marked the shopper with; may be given several times.")
  var tag: [String] = []
  @Option(
    parsing: .unconditionalSingleValue,
    help: "The age of a child in months, negative before birth; may be given several times."
  )
  var childMonths: [Int] = []
  @OptionGroup var options: CommonOptions

  private static func item(_ text: String) throws -> PreviewBasket.Item {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let sku = halves.first, !sku.isEmpty,
      let quantity = halves.count == 1 ? 1 : Int(halves[1])
    else { throw ValidationError("\"\(text)\" is not like SKU or SKU=PIECES.") }
    return PreviewBasket.Item(sku: String(sku), quantity: quantity)
  }

  func run(in session: AdminSession) async throws -> Report {
    let basket = PreviewBasket(
      items: items,
      codes: code,
      facts: ShopperFacts(
        isFirstOrder: firstOrder,
        level: level,
        tags: Set(tag),
        childMonths: childMonths
      ),
      destination: .region(region)
    )
    let (quote, snapshot) = try await session.withShop(of: tenant.tenant, options) { shop in
      let scope = shop.database.reading(shop.snapshot.id)
      return (try await Shop().preview(basket, for: shop.snapshot, in: scope), shop.snapshot)
    }
    let shown = ShownQuote(quote, snapshot)
    return try Report(shown, text: shown.text)
  }
}

/// A quote as scripts and people read it.
struct ShownQuote: Encodable {
  struct Line: Encodable {
    let sku: String
    let name: String
    let quantity: Int
    let total: ShownMoney
    let discount: ShownMoney
  }

  struct Applied: Encodable {
    let promotion: String
    let name: String
    let amount: ShownMoney
    let gift: String?
    let giftQuantity: Int?
  }

  struct Refused: Encodable {
    let promotion: String
    let name: String
    let reason: String
  }

  let lines: [Line]
  let applied: [Applied]
  let refused: [Refused]
  let goods: ShownMoney
  let freight: ShownMoney
  let discount: ShownMoney
  let total: ShownMoney

  init(_ quote: Quote, _ tenant: TenantSnapshot) {
    lines = quote.lines.map { line in
      Line(
        sku: line.line.code,
        name: line.line.name,
        quantity: line.line.quantity,
        total: ShownMoney(line.line.total),
        discount: ShownMoney(line.discount)
      )
    }
    applied = quote.applied.map { applied in
      Applied(
        promotion: applied.code,
        name: applied.name.text(in: tenant.locales),
        amount: ShownMoney(applied.amount),
        gift: applied.gift?.code,
        giftQuantity: applied.gift?.quantity
      )
    }
    refused = quote.refused.map { refused in
      Refused(
        promotion: refused.code,
        name: refused.name.text(in: tenant.locales),
        reason: refused.reason.code
      )
    }
    goods = ShownMoney(quote.totals.goods)
    freight = ShownMoney(quote.totals.freight)
    discount = ShownMoney(quote.totals.discount)
    total = ShownMoney(quote.total)
  }

  var text: String {
    var goodsTable = Table("SKU", "PIECES>", "TOTAL>", "OFF>", "NAME")
    for line in lines {
      goodsTable.add(
        line.sku,
        "\(line.quantity)",
        line.total.text,
        line.discount.text,
        line.name
      )
    }
    var promotions = Table("PROMOTION", "RESULT", "OFF>", "NAME")
    for promotion in applied {
      let gift = promotion.gift.map { "gift \($0) × \(promotion.giftQuantity ?? 1)" }
      promotions.add(
        promotion.promotion,
        gift ?? "applies",
        promotion.amount.text,
        promotion.name
      )
    }
    for promotion in refused {
      promotions.add(promotion.promotion, promotion.reason, "", promotion.name)
    }
    return """
      \(goodsTable.text(ifEmpty: ""))

      \(promotions.text(ifEmpty: "No promotions."))

      Goods \(goods.text), freight \(freight.text), off \(discount.text), total \(total.text)
      """
  }
}

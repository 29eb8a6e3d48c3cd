internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What promotions make of a basket that nobody has, and why some would not apply.
enum DeskQuote {
  private static let path = "/desk/promotion-quote"
  private static let rows = 5

  static func route(_ shop: Shop) -> Route {
    ShopDesk.routes.page(
      path,
      "showDeskQuote",
      .seePromotions,
      parameters: [
        .query("sku", .array(.string(0...40), count: 0...20), "SKUs, one for each row."),
        .query("quantity", .array(.string(0...4), count: 0...20), "How many pieces of each."),
        .query("codes", .string(0...200), "Codes, with spaces between them."),
        .query("first_order", .choice(["yes"]), "Whether it is the shopper's first order."),
        .query("promotion", .string(0...80), "A promotion that counts as if it ran."),
      ]
    ) { request, notice in
      let frame = try await DeskFrame.load(request)
      let input = DeskQuoteInput(request)
      var (quote, problem): (Quote?, String?) = (nil, notice)
      do {
        if let basket = try input.basket() {
          quote = try await shop.preview(basket, for: request.tenant, in: request.scope)
        }
      } catch let refusal as StorefrontRefusal {
        problem = DeskWords.quoteRefusal(refusal, request.texts)
      }
      let content: View = [
        "action": request.url(path, ["lang": nil]), "rows": input.rows(rows, frame.texts),
        "codes": input.codes, "isFirstOrder": input.isFirstOrder, "trying": input.trying,
        "tryingText": input.trying.map { frame.texts["desk.offer.trying", ["code": $0]] },
        "language": request.query["lang"],
        "quote": quote.map { DeskQuoteView(frame: frame, quote: $0).view },
        "back": request.url("/desk/promotions"),
      ]
      return try frame.page(
        "storefront-desk_quote",
        frame.texts["desk.quote.title"],
        content,
        notice: problem
      )
    }
  }
}

/// What the form of the quote was filled with.
struct DeskQuoteInput {
  let skus: [String]
  let quantities: [String]
  let codes: String
  let isFirstOrder: Bool
  /// The promotion that counts as if it ran.
  let trying: String?

  init(_ request: TenantRequest) {
    skus = request.query.all("sku")
    quantities = request.query.all("quantity")
    codes = request.query["codes"] ?? ""
    isFirstOrder = request.query["first_order"] != nil
    trying = request.query["promotion"]
  }

  /// The rows of the form, at least so many.
  func rows(_ least: Int, _ texts: LocalTexts) -> [View] {
    (0..<max(least, skus.count)).map { index in
      [
        "number": "\(index + 1)", "sku": index < skus.count ? skus[index] : "",
        "quantity": index < quantities.count ? quantities[index] : "1",
        "skuLabel": texts["desk.quote.sku", ["number": "\(index + 1)"]],
        "quantityLabel": texts["desk.quote.quantity", ["number": "\(index + 1)"]],
      ]
    }
  }

  /// The basket; nothing while no row is filled in.
  func basket() throws(StorefrontRefusal) -> PreviewBasket? {
    var items: [PreviewBasket.Item] = []
    for (index, text) in skus.enumerated() {
      let sku = text.filter { !$0.isWhitespace }.uppercased()
      guard !sku.isEmpty else { continue }
      let pieces = index < quantities.count ? quantities[index] : ""
      guard let quantity = pieces.isEmpty ? 1 : Int(pieces) else {
        throw StorefrontRefusal(.quantityInvalid)
      }
      items.append(.init(sku: sku, quantity: quantity))
    }
    guard !items.isEmpty else { return nil }
    return PreviewBasket(
      items: items,
      codes: codes.split(separator: " ").map(String.init),
      facts: ShopperFacts(isFirstOrder: isFirstOrder),
      trying: trying
    )
  }
}

/// The values of a quote: a table of lines, what applies, and what does not and why.
struct DeskQuoteView {
  let frame: DeskFrame
  let quote: Quote

  private var texts: LocalTexts { frame.texts }

  var view: View {
    let totals = quote.totals
    let sums: [(String, Money)] = [
      ("totals.goods", totals.goods), ("totals.freight", totals.freight),
      ("totals.adjustment", Money.zero(totals.goods.currency) - totals.discount),
      ("totals.total", quote.total),
    ]
    return [
      "lines": quote.lines.map { line -> View in
        let options = line.line.options.isEmpty ? "" : " \(line.line.options)"
        return [
          "name": "\(line.line.name)\(options)", "sku": line.line.code,
          "quantity": "\(line.line.quantity)", "total": texts.money(line.line.total),
          "discount": texts.money(line.discount), "net": texts.money(line.net),
        ]
      },
      "sums": sums.map { ["name": texts[$0.0], "value": texts.money($0.1)] as View },
      "hasApplied": !quote.applied.isEmpty,
      "applied": quote.applied.map { applied -> View in
        [
          "name": name(applied.name, applied.code),
          "detail": applied.gift.map {
            texts["quote.gift", ["name": $0.name, "count": "\($0.quantity)"]]
          },
          "amount": texts.money(applied.amount),
        ]
      },
      "hasRefused": !quote.refused.isEmpty,
      "refused": quote.refused.map { refused -> View in
        [
          "name": name(refused.name, refused.code),
          "reason": QuoteWords.reason(
            refused,
            texts,
            currency: quote.total.currency,
            locales: frame.request.locales
          ),
        ]
      },
    ]
  }

  private func name(_ name: LocalizedText, _ code: String) -> String {
    "\(name.text(in: frame.request.locales)) (\(code))"
  }
}

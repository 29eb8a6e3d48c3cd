internal import TenantStore

/// An order that is about to be written.
struct OrderDraft {
  let id: OrderID
  let form: CheckoutForm
  let session: SessionID
  let lines: [Line]
  let freight: Money
  let freightDiscount: Money
  /// What lowered the total, by what gave it.
  let adjustments: [PriceAdjustment]
  let shares: [StockShare]
  let terms: OrderTerms

  /// One SKU with what is taken off.
  struct Line {
    var line: CartLine
    var discount: Money
    var taxBasisPoints: Int?
  }

  init(
    _ id: OrderID,
    _ form: CheckoutForm,
    _ session: SessionID,
    _ quote: Quote,
    _ tax: TaxRule,
    _ shares: [StockShare],
    _ terms: OrderTerms
  ) {
    self.id = id
    self.form = form
    self.session = session
    self.shares = shares
    self.terms = terms
    lines = Self.lines(of: quote).map { line, discount in
      Line(
        line: line,
        discount: discount,
        taxBasisPoints: tax.basisPoints(in: line.categories)
      )
    }
    freight = quote.totals.freight
    freightDiscount = quote.totals.freightDiscount
    let promotions = quote.applied.compactMap { applied -> PriceAdjustment? in
      var amount = applied.amount + (applied.gift?.total ?? .zero(applied.amount.currency))
      guard amount.minorUnits > 0 else { return nil }
      amount.minorUnits.negate()
      return PriceAdjustment(code: "promotion.\(applied.code)", amount: amount)
    }
    adjustments = promotions + quote.adjustments
  }

  /// What is bought, with gifts at their full price and as much taken off; a gift of a SKU that is
  /// also bought raises that line, because an order has one line per SKU.
  static func lines(of quote: Quote) -> [(CartLine, Money)] {
    var lines = quote.lines.map { ($0.line, $0.discount) }
    for gift in quote.gifts {
      if let index = lines.firstIndex(where: { $0.0.sku == gift.sku }) {
        let (line, discount) = lines[index]
        lines[index] = (
          line.with(quantity: line.quantity + gift.quantity),
          discount + line.unitPrice * gift.quantity
        )
      } else {
        lines.append((gift, gift.total))
      }
    }
    return lines
  }

  private var nothing: Money { .zero(freight.currency) }

  var goods: Money { lines.map(\.line.total).reduce(nothing, +) }

  var goodsDiscount: Money { lines.map(\.discount).reduce(nothing, +) }

  var total: Money { goods - goodsDiscount + freight - freightDiscount }

  /// What was taken where, by the position of the line.
  var allocations: [(position: Int, share: StockShare)] {
    shares.compactMap { share in
      lines.firstIndex { $0.line.sku == share.sku }.map { ($0, share) }
    }
  }
}

internal import TenantStore

/// An order that is about to be written.
struct OrderDraft {
  let id: OrderID
  let form: CheckoutForm
  let session: SessionID
  let lines: [CartLine]
  let totals: CartTotals
  let adjustments: [PriceAdjustment]
  let discounts: OrderDiscounts
  let tax: TaxRule
  let shares: [StockShare]
  let terms: OrderTerms

  init(
    _ form: CheckoutForm,
    _ basket: CheckoutBasket,
    _ adjustments: [PriceAdjustment],
    _ tax: TaxRule,
    _ shares: [StockShare],
    _ terms: OrderTerms
  ) {
    id = basket.order
    self.form = form
    session = basket.session
    lines = basket.lines
    totals = basket.totals
    self.tax = tax
    self.shares = shares
    self.terms = terms
    var discounts = OrderDiscounts(
      lines: basket.lines.map(\.total.minorUnits),
      freight: totals.freight.minorUnits
    )
    var taken: [PriceAdjustment] = []
    for adjustment in adjustments {
      var amount = adjustment.amount
      amount.minorUnits = -discounts.take(-amount.minorUnits)
      if amount.minorUnits != 0 {
        taken.append(PriceAdjustment(code: adjustment.code, amount: amount))
      }
    }
    self.discounts = discounts
    self.adjustments = taken
  }

  var adjustment: Money {
    adjustments.map(\.amount).reduce(.zero(totals.goods.currency), +)
  }

  var total: Money { totals.total + adjustment }

  /// The tax rates that the prices of the lines contain, in basis points.
  var taxBasisPoints: [Int?] { lines.map { tax.basisPoints(in: $0.categories) } }

  /// What was taken where, by the position of the line.
  var allocations: [(position: Int, share: StockShare)] {
    shares.compactMap { share in
      lines.firstIndex { $0.sku == share.sku }.map { ($0, share) }
    }
  }
}

internal import TenantStore

/// An order that is about to be written.
struct OrderDraft {
  let id: OrderID
  let form: CheckoutForm
  let session: SessionID
  let lines: [CartLine]
  let totals: CartTotals
  let adjustments: [PriceAdjustment]
  let shares: [StockShare]
  let terms: OrderTerms

  init(
    _ form: CheckoutForm,
    _ basket: CheckoutBasket,
    _ adjustments: [PriceAdjustment],
    _ shares: [StockShare],
    _ terms: OrderTerms
  ) {
    id = basket.order
    self.form = form
    session = basket.session
    lines = basket.lines
    totals = basket.totals
    self.adjustments = adjustments.filter { $0.amount.minorUnits != 0 }
    self.shares = shares
    self.terms = terms
  }

  var adjustment: Money {
    adjustments.map(\.amount).reduce(.zero(totals.goods.currency), +)
  }

  var total: Money { totals.total + adjustment }

  /// What was taken where, by the position of the line.
  var allocations: [(position: Int, share: StockShare)] {
    shares.compactMap { share in
      lines.firstIndex { $0.sku == share.sku }.map { ($0, share) }
    }
  }
}

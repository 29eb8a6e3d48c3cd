public import TenantStore

/// An order that was agreed on before, so that no cart is for it: a box that recurs.
public struct AgreedOrder: Hashable, Sendable {
  /// Names what was agreed on, in 1 to 120 characters.
  ///
  /// Of one agreement lives at most one order.
  public var agreement: String
  /// So many pieces of SKUs, by the merchant's numbers.
  public var pieces: [String: Int]
  /// What is paid for it, however the prices of the pieces stand: what these cost more is taken off,
  /// and what they cost less is for packing and delivery.
  public var price: Money
  /// What the difference is called among the order's discounts.
  public var discountCode: String
  /// To whom and where it goes.
  public var contact: OrderContact
  /// What whoever packs it has to know; may be empty.
  public var note: String

  /// Describes an order.
  public init(
    agreement: String,
    pieces: [String: Int],
    price: Money,
    discountCode: String,
    contact: OrderContact,
    note: String = ""
  ) {
    self.agreement = agreement
    self.pieces = pieces
    self.price = price
    self.discountCode = discountCode
    self.contact = contact
    self.note = note
  }
}

extension Shop {
  /// Places an order that was agreed on; while one of the same agreement lives, gives that one.
  ///
  /// It waits for its money without an end: whoever collects it calls
  /// ``confirmPayment(of:reference:by:in:)`` or ``cancelOrder(_:reason:by:in:)``.
  /// - Throws: ``StorefrontRefusal`` with the code `line_unavailable` (`sku`) or `out_of_stock` (`sku`
  ///   and `left`), after which the transaction has to be undone, or `TenancyRefusal` with the code
  ///   `quota_exceeded`.
  public func placeOrder(
    _ agreed: AgreedOrder,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Order {
    if let earlier = try await transaction.livingOrder(ofAgreement: agreed.agreement) {
      return earlier
    }
    let view = ShopView(tenant)
    let known = try await transaction.saleableLines(agreed.pieces, in: view)
    let lines = try agreed.pieces.keys.sorted().map { code in
      guard let line = known[code]?.line else {
        throw StorefrontRefusal(.lineUnavailable, details: ["sku": .string(code)])
      }
      return line
    }
    let id = OrderID.make(in: transaction.environment)
    let pieces = OrderPieces(
      of: lines.map { ($0, .zero(tenant.currency)) },
      in: tenant.currency
    )
    let (shares, _) = try await takeStock(pieces, for: lines, of: id, at: nil, in: transaction)
    let draft = OrderDraft(
      id,
      agreed,
      pieces,
      TaxRule(try tenant.storefront.tax),
      shares,
      OrderTermsRule.agreed(try tenant.storefront.orders),
      locale: view.locales[0]
    )
    let record = try await insertOrder(draft, PaidByAgreement(), for: tenant, in: transaction)
    try await transaction.consume(.ordersPerDay, for: tenant)
    return draft.order(as: record)
  }
}

internal import Foundation
internal import TenantStore

/// A session's cart in the hands of the one submission that orders it.
struct ClaimedCart {
  /// What lies in it now.
  let cart: Cart
  /// How many orders the session has not paid yet.
  let unpaidOrders: Int
  /// The promotions for a session on which nobody can be signed in; nil where that is not known.
  let offers: [PromotionOffer]?
}

/// What the database has made of an order's row.
struct OrderRecord: TenantRow {
  let number: String
  let provider: String
  let reference: String?
  let placedAt: Date
  let payBy: Date?

  init(row: inout ColumnReader) throws {
    number = try row.next()
    provider = try row.next()
    reference = try row.next()
    placedAt = try row.next()
    payBy = try row.next()
  }
}

extension TenantTransaction {
  /// Turns a session's open cart into an ordered one; nothing when it is not open any more.
  ///
  /// A second submission waits here for the first one's end and then sees what became of the cart.
  /// What has to be known of the cart comes in the same round trip.
  func claimCart(_ cart: CartID, of session: SessionID, isProved: Bool, in view: ShopView)
    async throws -> ClaimedCart?
  {
    var queries: [TenantQuery] = [
      """
      UPDATE storefront.cart SET status = 'ordered', updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(cart) AND session_id = \(session)
        AND status IN ('open', 'group')
      RETURNING group_promotion_id, group_id
      """,
      unpaidOrdersQuery(of: session),
      cartQuery(cart, in: view),
    ]
    if !isProved {
      queries.append(
        promotionOffersQuery(codes: .ofCart(cart), person: session.uuid, session: session)
      )
    }
    let results = try await batch(queries)
    guard results[0].affected == 1 else { return nil }
    let offers = try isProved ? nil : results[3].all(PromotionOffer.self)
    let purchase = try results[0].optional(PurchaseRow.self)?.purchase
    return ClaimedCart(
      cart: try await self.cart(reading: results[2], in: view).bought(in: purchase),
      unpaidOrders: try results[1].values(Int.self).first ?? 0,
      offers: purchase == nil ? offers : nil
    )
  }

  /// Writes an order; nothing when its number is taken.
  func insert(_ draft: OrderDraft, number: String, provider: String, reference: String?)
    async throws -> OrderRecord?
  {
    let (to, now, state) = (draft.recipient, environment.now(), OrderState.new)
    return try await optional(
      """
      INSERT INTO storefront.customer_order
        (tenant_id, id, number, cart_id, session_id, placed_at, updated_at, status, payment_status,
         fulfilment_status, contact_name, contact_phone, contact_address, note, locale, currency,
         goods, freight, adjustment, goods_discount, freight_discount, total, provider,
         payment_reference, region, pay_by, receipt_days, completion_days, agreement)
      VALUES (\(tenant), \(draft.id), \(number), \(draft.source.cart), \(draft.source.session),
        \(now), \(now),
        \(state.status.rawValue), \(state.payment.rawValue), \(state.fulfilment.rawValue),
        \(to.contact.name), \(to.contact.phone), \(to.contact.address), \(to.note),
        \(to.locale.rawValue),
        \(draft.total.currency.code), \(draft.goods.minorUnits), \(draft.freight.minorUnits),
        \(-(draft.goodsDiscount + draft.freightDiscount).minorUnits),
        \(draft.goodsDiscount.minorUnits), \(draft.freightDiscount.minorUnits),
        \(draft.total.minorUnits), \(provider), \(reference), \(to.region),
        \(draft.terms.payBy), \(draft.terms.receiptDays), \(draft.terms.completionDays),
        \(draft.source.agreement))
      ON CONFLICT (tenant_id, number) DO NOTHING
      RETURNING number, provider, payment_reference, placed_at, pay_by
      """
    )
  }

  /// Writes the lines of an order, where each was taken, and what was taken off.
  ///
  /// As all that follows an order's row it goes out with the next round trip.
  func insertLines(of draft: OrderDraft) throws {
    try executeLater(linesQuery(draft))
    try executeLater(allocationsQuery(draft))
    if !draft.adjustments.isEmpty { try executeLater(adjustmentsQuery(draft)) }
    try insertBundles(draft.bundles, of: draft.id)
    try insertWaits(draft.waits, of: draft.id)
  }

  private func linesQuery(_ draft: OrderDraft) -> TenantQuery {
    let lines = draft.lines.map(\.line)
    return """
      INSERT INTO storefront.order_line
        (tenant_id, order_id, position, product_id, sku_id, sku_code, name, options, unit_price,
         quantity, line_total, discount, tax_basis_points)
      SELECT \(tenant), \(draft.id), l.position, l.product_id, l.sku_id, l.code, l.name, l.options,
        l.price, l.quantity, l.total, l.discount, nullif(l.tax, -1)
      FROM unnest(\(Array(lines.indices)), \(lines.map(\.product.uuid)), \(lines.map(\.sku.uuid)),
        \(lines.map(\.code)), \(lines.map(\.name)), \(lines.map(\.options)),
        \(lines.map(\.unitPrice.minorUnits)), \(lines.map(\.quantity)),
        \(lines.map(\.total.minorUnits)), \(draft.lines.map(\.discount.minorUnits)),
        \(draft.lines.map { $0.taxBasisPoints ?? -1 }))
        AS l (position, product_id, sku_id, code, name, options, price, quantity, total, discount,
          tax)
      """
  }

  private func allocationsQuery(_ draft: OrderDraft) -> TenantQuery {
    let allocations = draft.allocations
    return """
      INSERT INTO storefront.order_line_allocation
        (tenant_id, order_id, position, location_id, quantity)
      SELECT \(tenant), \(draft.id), a.position, a.location_id, a.quantity
      FROM unnest(\(allocations.map(\.position)), \(allocations.map(\.share.location.uuid)),
        \(allocations.map(\.share.quantity))) AS a (position, location_id, quantity)
      """
  }

  private func adjustmentsQuery(_ draft: OrderDraft) -> TenantQuery {
    let adjustments = draft.adjustments
    return """
      INSERT INTO storefront.order_adjustment (tenant_id, order_id, position, code, amount)
      SELECT \(tenant), \(draft.id), a.position, a.code, a.amount
      FROM unnest(\(Array(adjustments.indices)), \(adjustments.map(\.code)),
        \(adjustments.map(\.amount.minorUnits))) AS a (position, code, amount)
      """
  }

  /// Lets a secret open an order.
  func grantAccess(_ token: OrderToken, to order: OrderID) throws {
    try executeLater(
      """
      INSERT INTO storefront.order_access (tenant_id, token_hash, order_id, created_at)
      VALUES (\(tenant), \(token.hash), \(order), \(environment.now()))
      """
    )
  }
}

public import TenantStore

extension Shop {
  /// Places an order from a session's cart; placing the same cart again gives the same order.
  ///
  /// The cart is claimed by one conditional statement, so that of two submissions at once one
  /// places the order and the other is given it. Stock, order, payment and event are one
  /// transaction: a refusal leaves the cart as it was.
  /// - Parameters:
  ///   - form: What the shopper sends.
  ///   - session: The shopper's.
  ///   - isProved: Whether the session's owner has proved who they are, as for
  ///     ``quote(of:session:isProved:for:to:in:)``.
  ///   - tenant: Whose shop it is.
  ///   - transaction: Where it is placed.
  /// - Returns: The order with a secret for this submission.
  /// - Throws: ``StorefrontRefusal`` with the code `contact_invalid` (`fields` in the details),
  ///   `provider_unknown`, `cart_not_found`, `cart_empty`, `line_unavailable`, `price_changed`
  ///   (`seen` and `total` in minor units), `out_of_stock` (`sku` and `left`) or
  ///   `promotion_exhausted` (`promotion`), for a group's cart also `group_full`, `group_closed` or
  ///   `group_joined`, or `TenancyRefusal` with the code `quota_exceeded`.
  public func placeOrder(
    _ form: CheckoutForm,
    session: SessionID,
    isProved: Bool = true,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> PlacedOrder {
    let form = ContactRule.trimmed(form)
    let fields = try ContactRule.problems(form) + regionProblems(form, of: tenant)
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .contactInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    let view = ShopView(tenant, preferring: [form.locale])
    guard
      let claim = try await transaction.claimCart(
        form.cart,
        of: session,
        isProved: isProved,
        in: view
      )
    else {
      return try await earlierOrder(of: form.cart, session: session, for: tenant, in: transaction)
    }
    let (provider, _) = try paymentMethod(form.provider, of: tenant)
    let purchase = claim.cart.group
    // A place in a group is worth something only once it is paid.
    guard purchase == nil || !provider.collectsOnDelivery else {
      throw StorefrontRefusal(.providerUnknown)
    }
    let orders = try tenant.storefront.orders
    // A session has one open cart, so its orders are placed one after the other.
    guard claim.unpaidOrders < orders?.unpaidLimit ?? OrderTermsRule.unpaidLimit else {
      throw StorefrontRefusal(.tooManyUnpaid)
    }
    let place = try await pickupPlace(form.pickup, for: tenant, in: transaction)
    let quote = try await confirmedQuote(
      of: claim,
      form,
      session: session,
      for: tenant,
      in: transaction
    )
    let bought = OrderDraft.bought(quote)
    let pieces = OrderPieces(of: bought, in: tenant.currency)
    let now = transaction.environment.now()
    try checkEarlySales(of: quote.lines.map(\.line), to: quote.shopper, for: tenant, now: now)
    let id = OrderID.make(in: transaction.environment)
    let (shares, waits) = try await takeStock(
      pieces,
      for: bought.map(\.line),
      of: id,
      at: place,
      in: transaction
    )
    var terms = OrderTermsRule.terms(
      orders,
      provider: provider.code,
      collectsOnDelivery: provider.collectsOnDelivery,
      at: now
    )
    var seat: GroupEntry?
    if let purchase, let line = bought.first?.line {
      let entry = try await enterGroup(purchase, buying: line.sku, in: transaction)
      terms = entry.limited(terms)
      seat = entry
    }
    var draft = OrderDraft(
      id,
      form,
      session,
      quote,
      pieces,
      TaxRule(try tenant.storefront.tax),
      shares,
      terms
    )
    draft.waits = waits
    let record = try await insertOrder(draft, provider, for: tenant, in: transaction)
    if let seat {
      let person = quote.shopper?.person ?? session.uuid
      try await sitDown(seat, with: draft.id, person: person, phone: form.phone, in: transaction)
    }
    var ticket: PickupTicket?
    if let place, let location = form.pickup {
      let code = try await givePickupCode(to: draft.id, at: place, in: transaction)
      ticket = PickupTicket(location: location, code: code, collectedAt: nil)
    }
    try await ports.adjusted(
      quote.adjustments,
      draft.id,
      session,
      quote.shopper,
      tenant,
      transaction
    )
    if let name = try await transaction.claimPromotions(quote.claims, for: draft.id) {
      throw StorefrontRefusal(.promotionExhausted, details: ["promotion": .string(name)])
    }
    let paid = try await confirmFree(
      record.number,
      draft.total,
      provider: provider.code,
      in: transaction
    )
    if let person = quote.shopper?.person, person != session.uuid {
      let skus = quote.lines.map(\.line.sku)
      try transaction.dropOrdered(skus, by: person, exceptOn: session)
    }
    // Last, because it locks a row that all orders of the shop and the day want.
    try await transaction.consume(.ordersPerDay, for: tenant)
    return try placed(
      paid ?? draft.order(as: record, pickup: ticket, group: seat?.group),
      isNew: true,
      for: tenant,
      in: transaction
    )
  }

  /// The region is asked for where freight depends on it.
  private func regionProblems(_ form: CheckoutForm, of tenant: TenantSnapshot) throws -> [String] {
    guard form.pickup == nil, form.region.isEmpty else { return [] }
    let plan = try FreightPlan(tenant.storefront.freight, currency: tenant.currency)
    return plan.asksForRegion ? ["region"] : []
  }

  private func pickupPlace(
    _ code: String?,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> LocationID? {
    guard let code else { return nil }
    guard try tenant.storefront.pickup?.contains(where: { $0.location == code }) ?? false,
      let location = try await transaction.locationID(code: code)
    else { throw StorefrontRefusal(.pickupNotFound) }
    return location
  }

  private func givePickupCode(
    to order: OrderID,
    at location: LocationID,
    in transaction: TenantTransaction
  ) async throws -> String {
    for _ in 0..<OrderNumberRule.attemptLimit {
      let code = PickupCodeRule.code(random: transaction.environment.randomBytes(8))
      if try await transaction.insertPickup(code, at: location, of: order) { return code }
    }
    throw TenancyRefusal(.busy)
  }

  private func earlierOrder(
    of cart: CartID,
    session: SessionID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> PlacedOrder {
    guard let order = try await transaction.order(cart: cart, session: session) else {
      throw StorefrontRefusal(.cartNotFound)
    }
    return try placed(order, isNew: false, for: tenant, in: transaction)
  }

  /// The order with a secret of its own for this submission.
  private func placed(
    _ order: Order,
    isNew: Bool,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) throws -> PlacedOrder {
    let token = OrderToken.make(in: transaction.environment)
    try transaction.grantAccess(token, to: order.id)
    return PlacedOrder(
      order: order,
      token: token,
      instruction: try paymentInstruction(for: order, of: tenant),
      isNew: isNew
    )
  }

  /// What the cart comes to now, when that is what the shopper saw.
  private func confirmedQuote(
    of claim: ClaimedCart,
    _ form: CheckoutForm,
    session: SessionID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Quote {
    let cart = claim.cart
    guard !cart.lines.isEmpty else { throw StorefrontRefusal(.cartEmpty) }
    if let line = cart.lines.first(where: { $0.state == .unavailable }) {
      throw StorefrontRefusal(.lineUnavailable, details: ["sku": .string(line.code)])
    }
    let quote = try await quote(
      of: cart,
      session: session,
      knowing: claim.offers,
      for: tenant,
      to: form.pickup == nil ? .region(form.region) : .pickup,
      in: transaction
    )
    if cart.group != nil, quote.applied.isEmpty {
      let reason = quote.refused.first?.reason ?? .ended
      throw StorefrontRefusal(.groupClosed, details: ["reason": .string(reason.code)])
    }
    guard quote.totals.isDeliverable else { throw StorefrontRefusal(.regionUnserved) }
    guard quote.total.minorUnits == form.seenTotal else {
      throw StorefrontRefusal(
        .priceChanged,
        details: ["seen": .integer(form.seenTotal), "total": .integer(quote.total.minorUnits)]
      )
    }
    return quote
  }

  func takeStock(
    _ pieces: OrderPieces,
    for lines: [CartLine],
    of order: OrderID,
    at place: LocationID?,
    in transaction: TenantTransaction
  ) async throws -> (shares: [StockShare], waits: [PresaleWait]) {
    let demand = StockDemand.summed(
      pieces.lines.map { .init(sku: $0.line.sku, quantity: $0.line.quantity) }
    )
    let shares = try await transaction.takeStock(demand, at: place, for: order)
    var taken = Set(shares.map(\.sku))
    // What is bought in a bundle is there; only what is bought alone is promised.
    let promised = Set(lines.filter { $0.shipsFrom != nil }.map(\.sku))
    let waits = try await transaction.takePresale(
      demand.filter { promised.contains($0.sku) && !taken.contains($0.sku) }
    )
    taken.formUnion(waits.map(\.sku))
    guard let missing = demand.first(where: { !taken.contains($0.sku) }) else {
      return (shares, waits)
    }
    let available = Int(try await transaction.available(missing.sku))
    let (code, left) = BundleRule.short(of: missing.sku, available, in: lines)
    throw StorefrontRefusal(
      .outOfStock,
      details: ["sku": .string(code), "left": .integer(Int64(left))]
    )
  }

  func insertOrder(
    _ draft: OrderDraft,
    _ provider: any PaymentProvider,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> OrderRecord {
    let environment = transaction.environment
    let day = CalendarDate(environment.now(), in: tenant.timeZone)
    for _ in 0..<OrderNumberRule.attemptLimit {
      let number = OrderNumberRule.number(on: day, random: environment.randomBytes(8))
      let request = PaymentRequest(orderNumber: number, amount: draft.total)
      let reference = provider.begin(request, in: environment).reference
      guard
        let record = try await transaction.insert(
          draft,
          number: number,
          provider: provider.code,
          reference: reference
        )
      else { continue }
      try transaction.insertLines(of: draft)
      try transaction.recordSale(draft.shares, order: draft.id)
      try transaction.beginPayment(
        draft.total,
        of: draft.id,
        provider: provider.code,
        reference: reference
      )
      try await transaction.audit("storefront.order_placed", of: number, by: draft.actor)
      try await transaction.emit(
        "storefront.order_placed",
        ["order": .string(draft.id.description), "number": .string(number)]
      )
      return record
    }
    throw TenancyRefusal(.busy)
  }
}

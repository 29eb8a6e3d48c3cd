internal import Foundation
public import TenantStore

private struct CartRow: TenantRow {
  let cart: CartID
  let hasSaved: Bool
  let line: CartLineRow

  init(row: inout ColumnReader) throws {
    cart = try row.next()
    hasSaved = try row.next()
    line = try CartLineRow(row: &row)
  }
}

struct CartLineRow: TenantRow {
  let sku: SKUID
  let code: String
  let product: ProductID
  let slug: String
  let name: String?
  let options: [OptionValue]
  let picture: [UInt8]?
  let categories: [String]
  let ages: AgeRange
  let price: Int64
  let quantity: Int
  let isOnSale: Bool
  let available: Int64
  let weightGrams: Int?
  let isBundle: Bool
  let isPresale: Bool

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    code = try row.next()
    product = try row.next()
    slug = try row.next()
    name = try row.next()
    options = try OptionValue.list(json: row.next())
    picture = try row.next()
    categories = try row.next()
    ages = AgeRange(from: try row.next(), to: try row.next())
    price = try row.next()
    quantity = try row.next()
    isOnSale = try row.next()
    available = try row.next()
    weightGrams = try row.next()
    isBundle = try row.next()
    isPresale = try row.next()
  }

  func line(in view: ShopView, _ parts: [BundlePart]) -> CartLine {
    let available = isBundle ? Int64(BundleRule.available(parts)) : available
    let state: CartLine.State =
      if !isOnSale || parts.contains(where: \.isWithdrawn) {
        .unavailable
      } else if available < quantity {
        .short(left: Int(available))
      } else {
        .available
      }
    return CartLine(
      sku: sku,
      code: code,
      product: product,
      productSlug: slug,
      name: name ?? slug,
      options: OptionLabelRule.summary(options, in: view.locales),
      picture: picture.map { MediaID(sha256: $0) },
      categories: categories,
      ages: ages,
      unitPrice: view.money(price),
      quantity: quantity,
      state: state,
      weightGrams: isBundle ? BundleRule.weight(own: weightGrams, parts) : weightGrams,
      parts: parts
    )
  }
}

extension CartLine {
  /// The line as a promise, where the presale has enough for all of it.
  fileprivate func presold(_ offer: PresaleOffer, available: Int) -> Self {
    guard PresaleRule.waits(quantity, available: available, left: offer.left) else {
      return with(state: .short(left: max(available, offer.left)))
    }
    var line = with(state: .available)
    line.shipsFrom = offer.shipsFrom
    return line
  }
}

extension BundleRule {
  static func available(_ parts: [BundlePart]) -> Int {
    available(parts.map { ($0.available, $0.quantity) })
  }

  fileprivate static func weight(own: Int?, _ parts: [BundlePart]) -> Int? {
    weight(own: own, parts: parts.map { ($0.weightGrams, $0.quantity) })
  }
}

extension TenantQuerying {
  /// The open cart of a session at today's prices; an empty one when there is none.
  public func cart(of session: SessionID, in view: ShopView) async throws -> Cart {
    let query = cartLinesQuery(
      "cart.session_id = \(session) AND cart.status = 'open'",
      // Found out beside, so that a visitor who keeps nothing is not asked for it again.
      hasSaved: """
        EXISTS (SELECT FROM storefront.saved_line s
          WHERE s.tenant_id = $1 AND s.owner_id = \(session.uuid))
        """,
      in: view
    )
    return try await cart(reading: batch([query])[0], in: view)
  }

  /// A cart by its id, open or ordered.
  func cartQuery(_ id: CartID, in view: ShopView) -> TenantQuery {
    cartLinesQuery("cart.id = \(id)", hasSaved: "false", in: view)
  }

  /// The cart that rows make; what is in its bundles is asked for where it has any.
  func cart(reading result: QueryResult, in view: ShopView) async throws -> Cart {
    let rows = try result.all(CartRow.self)
    let bundles = rows.filter(\.line.isBundle).map(\.line.sku)
    let parts = try await bundleParts(of: bundles, in: view)
    var lines = rows.map { $0.line.line(in: view, parts[$0.line.sku] ?? []) }
    if !bundles.isEmpty {
      let own = rows.filter { !$0.line.isBundle }.map { ($0.line.sku, Int($0.line.available)) }
      let shared = parts.values.joined().map { ($0.sku, $0.available) }
      lines = BundleRule.sharing(lines, Dictionary(own + shared) { first, _ in first })
    }
    let presold = rows.filter(\.line.isPresale).map(\.line)
    let offers = try await presaleOffers(of: presold.map(\.sku))
    for (index, line) in lines.enumerated() {
      guard let offer = offers[line.sku], case .short(let left) = line.state else { continue }
      lines[index] = line.presold(offer, available: left)
    }
    return Cart(
      id: rows.first?.cart,
      lines: lines,
      currency: view.currency,
      mayHaveSaved: rows.first?.hasSaved ?? true
    )
  }

  private func cartLinesQuery(
    _ condition: QueryPart,
    hasSaved: QueryPart,
    in view: ShopView
  ) -> TenantQuery {
    """
    SELECT cart.id, \(hasSaved), \(QueryPart.lineColumns(in: view, quantity: "l.quantity", at: environment.now()))
    FROM storefront.cart cart
    JOIN storefront.cart_line l ON l.tenant_id = \(tenant) AND l.cart_id = cart.id
    JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id
    \(QueryPart.lineJoins)
    WHERE cart.tenant_id = \(tenant) AND \(condition)
    ORDER BY l.added_at, k.id
    """
  }

  /// So many pieces of SKUs by the merchant's numbers as lines; without those that are not on sale.
  ///
  /// One statement for each: with a list of numbers the server would plan it anew each time.
  func saleableLines(_ pieces: [String: Int], in view: ShopView) async throws
    -> [String: SaleableLine]
  {
    guard !pieces.isEmpty else { return [:] }
    let now = environment.now()
    let results = try await batch(
      pieces.sorted { $0.key < $1.key }.map { code, quantity in
        """
        SELECT \(QueryPart.lineColumns(in: view, quantity: "\(quantity)::integer", at: now))
        FROM storefront.sku k
        \(QueryPart.lineJoins)
        WHERE k.tenant_id = \(tenant) AND k.code = \(code)
        """
      }
    )
    let rows = try results.flatMap { try $0.all(CartLineRow.self) }.filter(\.isOnSale)
    let parts = try await bundleParts(of: rows.filter(\.isBundle).map(\.sku), in: view)
    let lines = rows.compactMap { row -> (String, SaleableLine)? in
      let contents = parts[row.sku] ?? []
      guard !contents.contains(where: \.isWithdrawn) else { return nil }
      let available = row.isBundle ? BundleRule.available(contents) : Int(row.available)
      return (row.code, SaleableLine(line: row.line(in: view, contents), available: available))
    }
    return Dictionary(uniqueKeysWithValues: lines)
  }

  /// How many pieces the open cart of a session holds, for the sign beside the cart.
  public func cartQuantity(of session: SessionID) async throws -> Int {
    let count: Int64? = try await value(cartQuantityQuery(of: session))
    return Int(count ?? 0)
  }

  func cartQuantityQuery(of session: SessionID) -> TenantQuery {
    """
    SELECT coalesce(sum(l.quantity), 0)::bigint FROM storefront.cart cart
    JOIN storefront.cart_line l ON l.tenant_id = \(tenant) AND l.cart_id = cart.id
    WHERE cart.tenant_id = \(tenant) AND cart.session_id = \(session) AND cart.status = 'open'
    """
  }
}

extension TenantTransaction {
  /// Locks the open cart of a session until the transaction ends, making it when there is none.
  ///
  /// Every change of a cart starts here, so that two tabs cannot lose each other's changes.
  func lockCart(of session: SessionID) async throws -> CartID {
    guard let id: CartID = try await value(lockQuery(of: session)) else {
      throw TenantStoreError.emptyAnswer
    }
    return id
  }

  private func lockQuery(of session: SessionID) -> TenantQuery {
    let now = environment.now()
    return """
      INSERT INTO storefront.cart (tenant_id, id, session_id, status, created_at, updated_at)
      VALUES (\(tenant), \(CartID.make(in: environment)), \(session), 'open', \(now), \(now))
      ON CONFLICT (tenant_id, session_id) WHERE status = 'open'
      DO UPDATE SET updated_at = excluded.updated_at
      RETURNING id
      """
  }

  /// Whether a SKU is on sale at this moment.
  func isOnSale(_ sku: SKUID) async throws -> Bool {
    try await value(
      """
      SELECT \(QueryPart.onSale(at: environment.now())) AND NOT k.is_withdrawn FROM storefront.sku k
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE k.tenant_id = \(tenant) AND k.id = \(sku)
      """
    ) ?? false
  }

  /// Locks the open cart of a session as ``lockCart(of:)`` does, and adds pieces of what is on sale to
  /// a line of it, unless the line would then hold more than the limit.
  ///
  /// - Returns: Whether they were added, and how many lines the cart has then.
  func addLine(_ sku: SKUID, quantity: Int, of session: SessionID) async throws
    -> (isAdded: Bool, lines: Int)
  {
    let results = try await batch([
      lockQuery(of: session),
      """
      INSERT INTO storefront.cart_line AS l (tenant_id, cart_id, sku_id, quantity, added_at)
      SELECT \(tenant), c.id, k.id, \(quantity)::integer, \(environment.now())
      FROM storefront.cart c
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = \(sku) AND NOT k.is_withdrawn
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE c.tenant_id = \(tenant) AND c.session_id = \(session) AND c.status = 'open'
        AND \(QueryPart.onSale(at: environment.now()))
      ON CONFLICT (tenant_id, cart_id, sku_id) DO UPDATE
      SET quantity = l.quantity + excluded.quantity
      WHERE l.quantity + excluded.quantity <= \(Cart.quantityLimit)
      RETURNING l.quantity
      """,
      """
      SELECT count(*) FROM storefront.cart c
      JOIN storefront.cart_line l ON l.tenant_id = \(tenant) AND l.cart_id = c.id
      WHERE c.tenant_id = \(tenant) AND c.session_id = \(session) AND c.status = 'open'
      """,
    ])
    return (
      !(try results[1].values(Int32.self).isEmpty), try results[2].values(Int.self).first ?? 0
    )
  }

  func updateLine(_ sku: SKUID, quantity: Int, of cart: CartID) async throws -> Int {
    try await execute(
      """
      UPDATE storefront.cart_line SET quantity = \(quantity)
      WHERE tenant_id = \(tenant) AND cart_id = \(cart) AND sku_id = \(sku)
      """
    )
  }

  func deleteLine(_ sku: SKUID, of cart: CartID) async throws {
    try await execute(
      """
      DELETE FROM storefront.cart_line
      WHERE tenant_id = \(tenant) AND cart_id = \(cart) AND sku_id = \(sku)
      """
    )
  }
}

extension QueryPart {
  /// What a line of a cart shows of `storefront.sku k`, after ``lineJoins``.
  static func lineColumns(in view: ShopView, quantity: QueryPart, at now: Date)
    -> QueryPart
  {
    let columns: [QueryPart] = [
      "k.code", "p.id", "p.slug", productName(of: "p.id", in: view), options, linePicture,
      "array_remove(ARRAY[above.slug, own.slug], NULL)", "p.age_from_months", "p.age_to_months",
      price(at: now, of: quantity), quantity, onSale(at: now) + " AND NOT k.is_withdrawn",
      available, "k.weight_grams", "k.is_bundle", "k.is_presale",
    ]
    return columns.reduce("k.id") { $0 + ", " + $1 }
  }

  /// The product of `storefront.sku k` as `p`, its category as `own` and that above it as `above`.
  static let lineJoins: QueryPart = """
    JOIN storefront.product p ON p.tenant_id = $1 AND p.id = k.product_id
      JOIN storefront.category own ON own.tenant_id = $1 AND own.id = p.category_id
      LEFT JOIN storefront.category above ON above.tenant_id = $1 AND above.id = own.parent_id
    """
}

internal import Foundation
public import TenantStore

private struct GroupRow: TenantRow {
  let id: BuyingGroupID
  let promotion: String
  let name: String
  let terms: String
  let standing: GroupStanding
  let sku: SKUID
  let code: String
  let slug: String
  let productName: String?
  let alone: Int64
  let picture: [UInt8]?
  let createdAt: Date

  init(row: inout ColumnReader) throws {
    id = try row.next()
    promotion = try row.next()
    name = try row.next()
    terms = try row.next()
    standing = try GroupStanding(row: &row)
    sku = try row.next()
    code = try row.next()
    slug = try row.next()
    productName = try row.next()
    alone = try row.next()
    picture = try row.next()
    createdAt = try row.next()
  }

  func group(in view: ShopView) throws -> BuyingGroup {
    BuyingGroup(
      id: id,
      promotion: promotion,
      name: try JSONDecoder().decode(LocalizedText.self, from: Data(name.utf8)),
      standing: standing,
      price: view.money(PromotionTerms(json: terms).effect.groupPrice?.price ?? alone),
      sku: sku,
      code: code,
      productSlug: slug,
      productName: productName ?? slug,
      alone: view.money(alone),
      picture: picture.map { MediaID(sha256: $0) },
      createdAt: createdAt
    )
  }
}

extension GroupStanding: TenantRow {
  /// Reads the columns of `QueryPart.groupStanding`.
  public init(row: inout ColumnReader) throws {
    guard let state = BuyingGroup.State(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(
      state: state,
      size: try row.next(),
      hours: try row.next(),
      taken: try row.next(),
      paid: try row.next(),
      closesAt: try row.next()
    )
  }
}

private struct OfferRow: TenantRow {
  let promotion: String
  let name: String
  let terms: String

  init(row: inout ColumnReader) throws {
    promotion = try row.next()
    name = try row.next()
    terms = try row.next()
  }

  func offer(in view: ShopView) throws -> GroupOffer? {
    guard let group = PromotionTerms(json: terms).effect.groupPrice else { return nil }
    return GroupOffer(
      promotion: promotion,
      name: try JSONDecoder().decode(LocalizedText.self, from: Data(name.utf8)),
      price: view.money(group.price),
      size: group.size,
      hours: group.hours
    )
  }
}

extension QueryPart {
  /// What ``GroupStanding`` reads of `buying_group g`.
  static let groupStanding: QueryPart = "g.state, g.size, g.hours, g.taken, g.paid, g.closes_at"

  /// Whether `customer_order o` waits for no group.
  static let waitsForNoGroup: QueryPart = """
    (o.group_id IS NULL OR EXISTS (SELECT FROM storefront.buying_group g
      WHERE g.tenant_id = $1 AND g.id = o.group_id AND g.state = 'complete'))
    """
}

/// Which groups somebody wants to see, newest first.
public struct GroupListQuery: Hashable, Sendable {
  /// Only those of the promotion with this short name.
  public var promotion: String?
  /// Only those in this state.
  public var state: BuyingGroup.State?
  /// Only those that still take somebody.
  public var onlyJoinable = false
  /// Only those before this one.
  public var before: BuyingGroupID?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for the latest fifty.
  public init() {}
}

extension TenantQuerying {
  /// A group.
  public func buyingGroup(_ id: BuyingGroupID, in view: ShopView) async throws -> BuyingGroup? {
    try await groups("g.id = \(id)", limit: 1, in: view).first
  }

  /// Groups, newest first.
  public func buyingGroups(_ query: GroupListQuery, in view: ShopView) async throws -> [BuyingGroup]
  {
    var filter: QueryPart = "true"
    if let promotion = query.promotion { filter = filter + " AND m.code = \(promotion)" }
    if let state = query.state { filter = filter + " AND g.state = \(state.rawValue)" }
    if query.onlyJoinable {
      filter =
        filter + " AND g.state = 'open' AND g.taken < g.size AND g.closes_at > \(environment.now())"
    }
    if let before = query.before { filter = filter + " AND g.id < \(before)" }
    return try await groups(filter, limit: min(max(query.limit, 1), 100), in: view)
  }

  private func groups(_ filter: QueryPart, limit: Int, in view: ShopView) async throws
    -> [BuyingGroup]
  {
    let rows: [GroupRow] = try await all(
      """
      SELECT g.id, m.code, m.name::text, m.terms::text, \(QueryPart.groupStanding), k.id, k.code,
        p.slug, \(QueryPart.productName(of: "p.id", in: view)),
        \(QueryPart.price(at: environment.now())), \(QueryPart.firstPicture), g.created_at
      FROM storefront.buying_group g
      JOIN storefront.promotion m ON m.tenant_id = \(tenant) AND m.id = g.promotion_id
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = g.sku_id
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE g.tenant_id = \(tenant) AND \(filter) ORDER BY g.id DESC LIMIT \(limit)
      """
    )
    return try rows.map { try $0.group(in: view) }
  }

  /// The places that are held in a group, its leader's first.
  public func groupSeats(of group: BuyingGroupID) async throws -> [GroupSeat] {
    try await all(
      """
      SELECT o.number, o.contact_name, s.is_leader, s.paid_at IS NOT NULL
      FROM storefront.buying_group_seat s
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = s.order_id
      WHERE s.tenant_id = \(tenant) AND s.group_id = \(group) AND s.left_at IS NULL
      ORDER BY s.order_id
      """
    )
  }

  /// A promotion for groups that runs now.
  public func groupOffer(_ promotion: String, in view: ShopView) async throws -> GroupOffer? {
    let now = environment.now()
    let row: OfferRow? = try await optional(
      """
      SELECT m.code, m.name::text, m.terms::text FROM storefront.promotion m
      WHERE m.tenant_id = \(tenant) AND m.code = \(promotion) AND m.is_group
        AND m.state = 'active' AND (m.starts_at IS NULL OR m.starts_at <= \(now))
        AND (m.ends_at IS NULL OR m.ends_at > \(now))
      """
    )
    return try row?.offer(in: view)
  }

  /// What a session is about to buy in a group; nothing when it chose none.
  public func groupCart(of session: SessionID, in view: ShopView) async throws -> Cart? {
    let id: CartID? = try await value(
      """
      SELECT id FROM storefront.cart
      WHERE tenant_id = \(tenant) AND session_id = \(session) AND status = 'group'
      """
    )
    guard let id else { return nil }
    let results = try await batch([cartQuery(id, in: view), purchaseQuery(of: id)])
    guard let purchase = try results[1].optional(PurchaseRow.self)?.purchase else { return nil }
    return try await cart(reading: results[0], in: view).bought(in: purchase)
  }

  private func purchaseQuery(of cart: CartID) -> TenantQuery {
    """
    SELECT group_promotion_id, group_id FROM storefront.cart
    WHERE tenant_id = \(tenant) AND id = \(cart)
    """
  }

  /// One piece of what is on sale, by the merchant's number; nothing when it is not on sale.
  public func saleItem(_ code: String, in view: ShopView) async throws -> CartLine? {
    try await saleableLines([code: 1], in: view)[code]?.line
  }

  /// The groups whose time is over, the oldest first; at most 500.
  func overdueGroups() async throws -> [BuyingGroupID] {
    try await values(
      """
      SELECT id FROM storefront.buying_group
      WHERE tenant_id = \(tenant) AND state = 'open' AND closes_at <= \(environment.now())
      ORDER BY closes_at, id LIMIT 500
      """
    )
  }

  /// The numbers of living orders of groups that failed; at most 500.
  func ordersOfFailedGroups() async throws -> [String] {
    try await values(
      """
      SELECT o.number FROM storefront.buying_group g
      JOIN storefront.buying_group_seat s
        ON s.tenant_id = \(tenant) AND s.group_id = g.id AND s.left_at IS NULL
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = s.order_id
      WHERE g.tenant_id = \(tenant) AND g.state = 'failed' AND g.taken > 0
        AND o.status = 'placed'
      ORDER BY g.id, o.id LIMIT 500
      """
    )
  }
}

/// Reads what a cart is bought in; nothing of a cart that is bought alone.
struct PurchaseRow: TenantRow {
  let purchase: GroupPurchase?

  init(row: inout ColumnReader) throws {
    let (promotion, group): (PromotionID?, BuyingGroupID?) = (try row.next(), try row.next())
    purchase = promotion.map { GroupPurchase(promotion: $0, group: group) }
  }
}

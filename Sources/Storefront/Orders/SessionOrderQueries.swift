public import Foundation
public import TenantStore

/// An order as whoever placed it asks for it, without contact or money.
public struct OwnOrder: Hashable, TenantRow {
  /// The number that shopper and merchant speak of.
  public let number: String
  /// Where it stands.
  public let state: OrderState
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// Until when it has to be paid; nothing when the money comes at the door.
  public let payBy: Date?

  /// Reads number, the three axes and the two times.
  public init(row: inout ColumnReader) throws {
    number = try row.next()
    state = try OrderState(row: &row)
    placedAt = try row.next()
    payBy = try row.next()
  }
}

/// Goods that a session has ordered, with where they stand in the shop.
public struct OrderedGoods: Hashable, TenantRow {
  /// What they were called.
  public let name: String
  /// The short names of their category and of the one above it, its own first.
  public let categories: [String]

  /// Reads the name and both categories.
  public init(row: inout ColumnReader) throws {
    name = try row.next()
    let (own, parent) = (try row.next(String?.self), try row.next(String?.self))
    categories = [own, parent].compactMap(\.self)
  }
}

extension TenantQuerying {
  /// What a session has ordered and not called off, the newest first, each product once, at most twelve.
  public func orderedGoods(of session: SessionID) async throws -> [OrderedGoods] {
    try await all(
      """
      SELECT found.name, own.slug, parent.slug FROM (
        SELECT DISTINCT ON (l.product_id) l.product_id, l.name, o.id, l.position
        FROM storefront.customer_order o
        JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
        WHERE o.tenant_id = \(tenant) AND o.session_id = \(session) AND o.status <> 'cancelled'
        ORDER BY l.product_id, o.id DESC
      ) found
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = found.product_id
      LEFT JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      LEFT JOIN storefront.category parent
        ON parent.tenant_id = \(tenant) AND parent.id = own.parent_id
      ORDER BY found.id DESC, found.position LIMIT 12
      """
    )
  }

  /// The latest orders that a session has placed, newest first, at most three.
  public func placedOrders(of session: SessionID) async throws -> [OwnOrder] {
    try await all(
      """
      SELECT o.number, o.status, o.payment_status, o.fulfilment_status, o.placed_at,
        o.pay_by
      FROM storefront.customer_order o
      WHERE o.tenant_id = \(tenant) AND o.session_id = \(session)
      ORDER BY o.id DESC LIMIT 3
      """
    )
  }
}

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

extension TenantQuerying {
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

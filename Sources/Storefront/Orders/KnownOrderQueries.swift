public import Foundation
public import TenantStore

/// An order as whoever knows whose it is shows it, without contact.
public struct KnownOrder: Hashable, TenantRow {
  /// The order.
  public let id: OrderID
  /// The number that shopper and merchant speak of.
  public let number: String
  /// Where it stands.
  public let state: OrderState
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// Until when it has to be paid; nothing when somebody else collects the money.
  public let payBy: Date?
  /// What is paid.
  public let total: Money
  /// What it was agreed on under, where no cart was for it.
  public let agreement: String?

  /// Reads number, the three axes, the two times, the total, its currency and the agreement.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    number = try row.next()
    state = try OrderState(row: &row)
    placedAt = try row.next()
    payBy = try row.next()
    let units: Int64 = try row.next()
    guard let currency = Currency(code: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    total = Money(minorUnits: units, currency: currency)
    agreement = try row.next()
  }
}

extension TenantQuerying {
  /// Orders by their ids, the latest first; those that there are none of are left out.
  public func knownOrders(_ ids: [OrderID]) async throws -> [KnownOrder] {
    guard !ids.isEmpty else { return [] }
    return try await all(
      """
      SELECT o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.placed_at, o.pay_by,
        o.total, o.currency, o.agreement
      FROM storefront.customer_order o
      WHERE o.tenant_id = \(tenant) AND o.id = ANY (\(ids.map(\.uuid)))
      ORDER BY o.id DESC
      """
    )
  }
}

extension Shop {
  /// Makes another secret for an order, for somebody who is known to be whose it is.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`.
  public func openOrder(_ id: OrderID, in transaction: TenantTransaction) async throws -> OrderToken
  {
    guard try await transaction.order(id) != nil else { throw StorefrontRefusal(.orderNotFound) }
    let token = OrderToken.make(in: transaction.environment)
    try transaction.grantAccess(token, to: id)
    return token
  }
}

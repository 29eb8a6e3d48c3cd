public import Foundation
public import TenantStore

extension SubscriptionRefund: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    key = Key(
      subscription: try row.next(),
      number: try row.next(),
      attempt: Int(try row.next(Int32.self))
    )
    member = try row.next()
    let units: Int64 = try row.next()
    guard let currency = Currency(code: try row.next()) else { throw TenantStoreError.emptyAnswer }
    amount = Money(minorUnits: units, currency: currency)
    paymentReference = try row.next()
    owedAt = try row.next()
    refundedAt = try row.next()
  }
}

extension QueryPart {
  /// The columns of money that has to go back.
  fileprivate static let refund: QueryPart = """
    subscription_id, number, attempt, member_id, amount, currency, payment_reference, owed_at,
    refunded_at
    """
}

extension TenantQuerying {
  /// Money of members that has to go back and has not, the oldest first; at most 100.
  ///
  /// - `after`: Only what is owed since after this instant.
  public func owedSubscriptionRefunds(after instant: Date? = nil) async throws
    -> [SubscriptionRefund]
  {
    try await all(
      """
      SELECT \(QueryPart.refund) FROM membership.subscription_refund
      WHERE tenant_id = \(tenant) AND refunded_at IS NULL
        AND (\(instant)::timestamptz IS NULL OR owed_at > \(instant)::timestamptz)
      ORDER BY owed_at, subscription_id, number, attempt LIMIT 100
      """
    )
  }

  /// What has to go back or went back of a contract, the earliest box first.
  public func subscriptionRefunds(of id: SubscriptionID) async throws -> [SubscriptionRefund] {
    try await all(
      """
      SELECT \(QueryPart.refund) FROM membership.subscription_refund
      WHERE tenant_id = \(tenant) AND subscription_id = \(id) ORDER BY number, attempt
      """
    )
  }
}

extension TenantTransaction {
  /// Notes money that has to go back.
  ///
  /// - Returns: Whether nobody has noted the same payment before.
  func insertSubscriptionRefund(
    of units: Int64,
    _ stored: StoredSubscription,
    _ payment: BoxPayment
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.subscription_refund (tenant_id, subscription_id, number, attempt,
        member_id, amount, currency, payment_reference, owed_at)
      VALUES (\(tenant), \(stored.id), \(payment.number), \(Int32(payment.attempt)),
        \(stored.member), \(units), \(stored.currency), \(payment.reference),
        \(environment.now()))
      ON CONFLICT (tenant_id, subscription_id, number, attempt) DO NOTHING
      """
    ) == 1
  }

  /// Notes that money went back.
  ///
  /// - Returns: Whether it was owed until now.
  func settleSubscriptionRefund(_ key: SubscriptionRefund.Key, reference: String) async throws
    -> Bool
  {
    try await execute(
      """
      UPDATE membership.subscription_refund
      SET refunded_at = \(environment.now()), refund_reference = \(reference)
      WHERE tenant_id = \(tenant) AND subscription_id = \(key.subscription)
        AND number = \(key.number) AND attempt = \(Int32(key.attempt)) AND refunded_at IS NULL
      """
    ) == 1
  }
}

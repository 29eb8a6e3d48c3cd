public import Foundation
public import TenantStore

extension CheckoutChoice: TenantRow {
  /// Reads the columns `coupon_id, points`.
  public init(row: inout ColumnReader) throws {
    self.init(coupon: try row.next(), points: try row.next())
  }
}

extension TenantQuerying {
  /// What the member who is signed in on a session wants to use with the next order.
  public func checkoutChoice(on session: SessionID) async throws -> CheckoutChoice {
    let choice: CheckoutChoice? = try await optional(
      """
      SELECT coupon_id, points FROM membership.member_session
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
    return choice ?? CheckoutChoice()
  }

  /// Who placed an order; the account that stays when several were merged.
  public func member(ofPlacedOrder order: UUID) async throws -> MemberID? {
    let member: MemberID? = try await value(
      """
      SELECT member_id FROM membership.placed_order
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
    guard let member else { return nil }
    return try await staying(member)
  }
}

extension TenantTransaction {
  /// Keeps what a member wants to use with the next order.
  func keepCheckoutChoice(_ choice: CheckoutChoice, on session: SessionID) async throws {
    try await execute(
      """
      UPDATE membership.member_session
      SET coupon_id = \(choice.coupon), points = \(choice.points)
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }

  /// Notes who placed an order; again changes nothing.
  func insertPlacedOrder(_ order: UUID, of member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.placed_order (tenant_id, order_id, member_id, placed_at)
      VALUES (\(tenant), \(order), \(member), \(environment.now()))
      ON CONFLICT (tenant_id, order_id) DO NOTHING
      """
    )
  }
}

public import Foundation
public import TenantStore

extension CheckoutChoice: TenantRow {
  /// Reads the columns `coupon_id, points`.
  public init(row: inout ColumnReader) throws {
    self.init(coupon: try row.next(), points: try row.next())
  }
}

/// In which tier who is signed in stands, and which plans are paid.
struct SignedInStanding: TenantRow {
  let level: Int
  let plans: [String]

  init(row: inout ColumnReader) throws {
    level = Int(try row.next(Int32.self))
    plans = try row.next()
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

  /// The orders of a member over all merged accounts, the latest first.
  ///
  /// - `limit`: At most so many, 1 to 1,000.
  public func placedOrders(of member: Member, limit: Int = 20) async throws -> [UUID] {
    try await values(
      """
      SELECT order_id FROM membership.placed_order
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY placed_at DESC, order_id DESC LIMIT \(min(max(limit, 1), 1_000))
      """
    )
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

  /// Forgets what a member wanted to use, once an order has it; sent with what the transaction does next.
  func clearCheckoutChoice(on session: SessionID) throws {
    try executeLater(
      """
      UPDATE membership.member_session SET coupon_id = NULL, points = NULL
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }

  /// As ``notePlacedOrder(_:of:)``, sent with what the transaction does next.
  func notePlacedOrderLater(_ order: UUID, of member: MemberID) throws {
    try executeLater(placedOrderQuery(order, member))
  }

  /// Notes that an order came to nothing before it was paid; again changes nothing.
  func noteCalledOff(_ order: UUID) async throws {
    try await execute(
      """
      INSERT INTO membership.called_off_order (tenant_id, order_id, called_off_at)
      VALUES (\(tenant), \(order), \(environment.now()))
      ON CONFLICT (tenant_id, order_id) DO NOTHING
      """
    )
  }

  /// Notes whose an order is, whoever placed it; again changes nothing.
  public func notePlacedOrder(_ order: UUID, of member: MemberID) async throws {
    try await execute(placedOrderQuery(order, member))
  }

  private func placedOrderQuery(_ order: UUID, _ member: MemberID) -> TenantQuery {
    """
    INSERT INTO membership.placed_order (tenant_id, order_id, member_id, placed_at)
    VALUES (\(tenant), \(order), \(member), \(environment.now()))
    ON CONFLICT (tenant_id, order_id) DO NOTHING
    """
  }
}

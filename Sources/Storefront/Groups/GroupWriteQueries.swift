internal import Foundation
internal import TenantStore

/// A group that the transaction holds.
struct HeldGroup: TenantRow {
  let id: BuyingGroupID
  let promotion: PromotionID
  let standing: GroupStanding

  init(row: inout ColumnReader) throws {
    id = try row.next()
    promotion = try row.next()
    standing = try GroupStanding(row: &row)
  }
}

/// A place that somebody takes.
struct SeatDraft {
  let group: BuyingGroupID
  let order: OrderID
  let person: UUID
  let phoneHash: [UInt8]
  let isLeader: Bool
}

extension TenantTransaction {
  /// Locks a group until the transaction ends.
  ///
  /// Whoever holds an order takes it before its group, and stock before both, so that nobody waits in
  /// a circle.
  func lockGroup(_ id: BuyingGroupID) async throws -> HeldGroup? {
    try await optional(
      """
      SELECT g.id, g.promotion_id, \(QueryPart.groupStanding) FROM storefront.buying_group g
      WHERE g.tenant_id = \(tenant) AND g.id = \(id) FOR UPDATE
      """
    )
  }

  /// Writes how a group that is held stands.
  func keep(_ next: GroupStanding, of group: BuyingGroupID) async throws {
    let hasEnded = next.state == .complete || next.state == .failed
    try await execute(
      """
      UPDATE storefront.buying_group
      SET state = \(next.state.rawValue), taken = \(next.taken), paid = \(next.paid),
        closes_at = \(next.closesAt),
        ended_at = CASE WHEN \(hasEnded) THEN coalesce(ended_at, \(environment.now())) END
      WHERE tenant_id = \(tenant) AND id = \(group)
      """
    )
  }

  /// Writes a new group of a promotion.
  func insert(
    _ standing: GroupStanding,
    as group: BuyingGroupID,
    of promotion: PromotionID,
    buying sku: SKUID
  ) async throws {
    try await execute(
      """
      INSERT INTO storefront.buying_group
        (tenant_id, id, promotion_id, sku_id, state, size, hours, taken, paid, created_at)
      VALUES (\(tenant), \(group), \(promotion), \(sku), \(standing.state.rawValue),
        \(standing.size), \(standing.hours), \(standing.taken), \(standing.paid),
        \(environment.now()))
      """
    )
  }

  /// Gives an order its place in a group; false when its person has another one there.
  func insertSeat(_ seat: SeatDraft) async throws -> Bool {
    let results = try await batch([
      """
      INSERT INTO storefront.buying_group_seat
        (tenant_id, order_id, group_id, person_id, phone_hash, is_leader, taken_at)
      VALUES (\(tenant), \(seat.order), \(seat.group), \(seat.person), \(seat.phoneHash),
        \(seat.isLeader), \(environment.now()))
      ON CONFLICT DO NOTHING
      """,
      """
      UPDATE storefront.customer_order SET group_id = \(seat.group)
      WHERE tenant_id = \(tenant) AND id = \(seat.order)
      """,
    ])
    return results[0].affected == 1
  }

  /// Notes that the money of a place came in time.
  func paySeat(of order: OrderID) async throws {
    try await execute(
      """
      UPDATE storefront.buying_group_seat SET paid_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND paid_at IS NULL
      """
    )
  }

  /// Gives a place up; nothing when that happened before, else whether its money had come in time.
  func leaveSeat(of order: OrderID) async throws -> Bool? {
    try await value(
      """
      UPDATE storefront.buying_group_seat SET left_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND left_at IS NULL
      RETURNING paid_at IS NOT NULL
      """
    )
  }

  /// Makes the session's cart for what is bought in a group hold exactly this.
  func fillGroupCart(
    of session: SessionID,
    _ purchase: GroupPurchase,
    _ sku: SKUID,
    quantity: Int
  ) async throws -> CartID {
    let now = environment.now()
    let id: CartID? = try await value(
      """
      INSERT INTO storefront.cart
        (tenant_id, id, session_id, status, group_promotion_id, group_id, created_at, updated_at)
      VALUES (\(tenant), \(CartID.make(in: environment)), \(session), 'group',
        \(purchase.promotion), \(purchase.group), \(now), \(now))
      ON CONFLICT (tenant_id, session_id) WHERE status = 'group'
      DO UPDATE SET group_promotion_id = excluded.group_promotion_id,
        group_id = excluded.group_id, updated_at = excluded.updated_at
      RETURNING id
      """
    )
    guard let id else { throw TenantStoreError.emptyAnswer }
    _ = try await batch([
      "DELETE FROM storefront.cart_line WHERE tenant_id = \(tenant) AND cart_id = \(id)",
      """
      INSERT INTO storefront.cart_line (tenant_id, cart_id, sku_id, quantity, added_at)
      VALUES (\(tenant), \(id), \(sku), \(quantity), \(now))
      """,
    ])
    return id
  }

  /// A promotion for groups by its short name.
  func groupPromotion(_ code: String) async throws -> PromotionID? {
    try await value(
      """
      SELECT id FROM storefront.promotion
      WHERE tenant_id = \(tenant) AND code = \(code) AND is_group
      """
    )
  }

  /// What a promotion for groups says, whether it runs or not.
  func groupTerms(of promotion: PromotionID) async throws -> PromotionTerms? {
    let json: String? = try await value(
      """
      SELECT terms::text FROM storefront.promotion
      WHERE tenant_id = \(tenant) AND id = \(promotion) AND is_group
      """
    )
    return json.map(PromotionTerms.init(json:))
  }
}

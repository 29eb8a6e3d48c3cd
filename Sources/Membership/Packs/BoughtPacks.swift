public import Foundation
public import TenantStore

/// A pack that an order bought.
struct BoughtPack: TenantRow {
  let id: ServicePackID
  let isClosed: Bool

  /// Reads the columns `id` and whether it is closed.
  init(row: inout ColumnReader) throws {
    id = try row.next()
    isClosed = try row.next()
  }
}

extension PackProgram {
  /// Makes the packs that an order bought as many as the pieces of it that are paid for and kept.
  ///
  /// A pack is opened once for each piece and closed once, the latest first; one that was closed, for
  /// whatever reason, is not opened again. It follows the family's child where there is one alone who is
  /// spoken of. Once more changes nothing.
  /// - Parameters:
  ///   - code: Which of the merchant's packs.
  ///   - order: The order, as whoever sold it names it, held by `lockPacks(ofOrder:)`.
  ///   - pieces: How many pieces are paid for and kept, 0 or more.
  ///   - sku: The number of the SKU that the pieces are of.
  ///   - id: Who bought them.
  ///   - each: What was paid for a piece.
  ///   - transaction: A transaction of the merchant.
  /// - Throws: ``ValueRefusal`` with the code `plan_not_found` where packs are to be opened that there are
  ///   not; those that went are closed.
  public func settle(
    _ code: String,
    boughtWith order: UUID,
    pieces: Int,
    of sku: String? = nil,
    by id: MemberID,
    paidEach each: Money,
    in transaction: TenantTransaction
  ) async throws {
    let known = try await transaction.boughtPacks(of: code, with: order)
    let step = BoughtTermRule.step(known: known.map(\.isClosed), wanted: pieces)
    for pack in known.filter({ !$0.isClosed }).suffix(step.revoked) {
      try await transaction.closeServicePack(pack.id)
    }
    guard step.opened > 0 else { return }
    guard let member = try await transaction.member(id), member.erasedAt == nil else { return }
    let children = try await transaction.children(of: member).filter { $0.quietSince == nil }
    for number in known.count..<(known.count + step.opened) {
      let pack = try await open(
        code,
        for: id,
        child: children.count == 1 ? children[0].id : nil,
        key: "order:\(order.uuidString.lowercased()):\(number + 1)",
        paid: each,
        in: transaction
      )
      try await transaction.noteOrder(order, sku, of: pack)
    }
  }
}

extension TenantTransaction {
  /// Lets nobody else open or close packs that an order bought until the transaction ends.
  public func lockPacks(ofOrder order: UUID) async throws {
    try await execute(
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('packs ' || \(tenant)::uuid || \(order)::uuid, 0))
      """
    )
  }

  /// The packs of a kind that an order ever opened, the first first.
  func boughtPacks(of plan: String, with order: UUID) async throws -> [BoughtPack] {
    try await all(
      """
      SELECT id, closed_at IS NOT NULL FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND plan = \(plan)
      ORDER BY opened_at, id
      """
    )
  }

  /// Notes which order bought a pack.
  func noteOrder(_ order: UUID, _ sku: String?, of pack: ServicePackID) async throws {
    try await execute(
      """
      UPDATE membership.service_pack SET order_id = \(order), sku = \(sku)
      WHERE tenant_id = \(tenant) AND id = \(pack) AND order_id IS NULL
      """
    )
  }

  /// The packs that an order ever opened, by kind.
  public func packsBought(with order: UUID) async throws -> [OpenedTerms] {
    try await all(
      """
      SELECT plan, max(sku), count(*) FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND order_id = \(order) GROUP BY plan ORDER BY plan
      """
    )
  }
}

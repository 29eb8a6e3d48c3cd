public import Foundation
public import TenantStore

extension PackProgram {
  /// Makes the packs that an order bought as many as the pieces of it that are paid for and kept.
  ///
  /// A pack is opened once for each piece and closed once, the latest first, also where it became another at
  /// the birth; one that was closed, for whatever reason, is not opened again. It follows the family's child
  /// where there is one alone whom it may follow. Once more changes nothing.
  /// - Parameters:
  ///   - code: Which of the merchant's packs.
  ///   - order: The order, as whoever sold it names it, held by `lockBought(with:)`.
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
    let children = try await transaction.children(of: member)
    let followed = packs.first { $0.code == code }?.followed(of: children) ?? []
    for number in known.count..<(known.count + step.opened) {
      let pack = try await open(
        code,
        for: id,
        child: followed.count == 1 ? followed[0].id : nil,
        key: "order:\(order.uuidString.lowercased()):\(number + 1)",
        paid: each,
        in: transaction
      )
      try await transaction.noteOrder(order, sku, of: pack)
    }
  }
}

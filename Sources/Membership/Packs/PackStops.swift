internal import Foundation
internal import TenantStore

/// A pack with what was paid for it.
struct PaidPack: TenantRow {
  let id: ServicePackID
  let member: MemberID
  let paid: Int64
  let order: UUID?
  let key: String

  /// The pack that a birth turned into this one.
  var before: ServicePackID? {
    key.hasPrefix("birth:") ? ServicePackID(String(key.dropFirst(6))) : nil
  }

  /// Reads the columns `id, member_id, paid, order_id, key`.
  init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    paid = try row.next()
    order = try row.next()
    key = try row.next()
  }
}

/// What a guardian's withdrawal and an erasure do to packs.
struct PackStops: Sendable {
  /// Ends packs of a member, those of a child who is forgotten or all; what was paid and how much was used
  /// stays on record without the child.
  ///
  /// `membership.pack_refund_owed` leaves with the transaction for each that was paid, as itself or as the
  /// one before the birth, and still held, so that the merchant hears of it; how much of the money goes back is the merchant's to say.
  func forget(
    _ child: ChildID? = nil,
    of member: Member,
    in transaction: TenantTransaction
  ) async throws {
    for ended in try await transaction.endServicePacks(of: member.accounts, child: child) {
      var paid: PaidPack? = ended
      if let before = ended.before { paid = try await transaction.paidPack(before) }
      guard let pack = paid, pack.paid > 0 else { continue }
      try await transaction.emit(
        "membership.pack_refund_owed",
        [
          "pack": .string(pack.id.description), "member": .string(pack.member.description),
          "paid": .integer(pack.paid),
          "order": pack.order.map { .string($0.uuidString.lowercased()) } ?? .null,
        ]
      )
    }
  }
}

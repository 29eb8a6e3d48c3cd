public import Foundation
public import TenantStore

extension TierProgram {
  /// Makes the terms that an order bought of a plan as many as the pieces of it that are paid for and kept.
  ///
  /// A term is opened once for each piece, after the member's last one, and taken back once, the latest
  /// first; what was taken back is not opened again. Terms after one that is taken back begin as much
  /// earlier as it still had to run. Once more changes nothing.
  /// - Parameters:
  ///   - code: The plan.
  ///   - order: The order, as whoever sold it names it.
  ///   - pieces: How many pieces are paid for and kept, 0 or more.
  ///   - sku: The number of the SKU that the pieces are of.
  ///   - member: Who bought them.
  ///   - each: What was paid for a piece.
  ///   - transaction: A transaction of the merchant.
  /// - Throws: ``ValueRefusal`` with the code `plan_not_found` where terms are to be opened of a plan
  ///   that there is not; those of one that went are taken back.
  public func settle(
    _ code: String,
    boughtWith order: UUID,
    pieces: Int,
    of sku: String? = nil,
    by member: MemberID,
    paidEach each: Money,
    in transaction: TenantTransaction
  ) async throws {
    // The account is the lock under which terms follow each other.
    let account = try await transaction.lockGrowth(of: member).member
    let known = try await transaction.boughtTerms(of: code, with: order)
    let step = BoughtTermRule.step(known: known.map(\.isRevoked), wanted: pieces)
    for key in known.filter({ !$0.isRevoked }).suffix(step.revoked).map(\.key) {
      try await transaction.revokePaidTerm(key)
    }
    guard step.opened > 0 else { return }
    guard let plan = settings.plans?.first(where: { $0.code == code }) else {
      throw ValueRefusal(.planNotFound)
    }
    for number in known.count..<(known.count + step.opened) {
      let term = try await nextTerm(of: code, months: plan.months, for: account, in: transaction)
      try await transaction.insertPaidTerm(
        key: "\(account):order:\(order.uuidString.lowercased()):\(number + 1)",
        of: account,
        plan: code,
        from: term.start,
        until: term.end,
        amount: each.minorUnits,
        order: order,
        sku: sku
      )
    }
  }
}

/// How many terms of an order are opened and taken back.
public enum BoughtTermRule {
  /// What is to be done.
  ///
  /// - Parameters:
  ///   - known: For each term that the order ever opened, whether it was taken back.
  ///   - wanted: How many pieces are paid for and kept now, 0 or more.
  /// - Returns: How many terms are opened, and how many of those that hold are taken back; one of the two
  ///   is 0.
  public static func step(known: [Bool], wanted: Int) -> (opened: Int, revoked: Int) {
    let holding = known.count { !$0 }
    let wanted = max(0, wanted)
    // What was taken back stays so: a piece is sold once.
    return (max(0, wanted - known.count), max(0, holding - wanted))
  }

  /// For which plans an order counts, and by which of its SKUs: what opened terms counts by the SKU that
  /// opened them, whatever the settings say by now, and opens no other plan.
  ///
  /// - Parameters:
  ///   - opened: The plans of which the order opened terms, with the SKU that was noted for them.
  ///   - skus: Of the SKUs that the settings name for plans now, those of the order, by plan.
  ///   - opens: Whether terms may be opened.
  /// - Returns: What was opened as it was given, then what is new by the names of the plans.
  public static func sales(opened: [PlanSale], _ skus: [String: String], opens: Bool) -> [PlanSale]
  {
    let before = opened.map { PlanSale(plan: $0.plan, sku: $0.sku ?? skus[$0.plan]) }
    guard opens else { return before }
    let used = Set(before.compactMap(\.sku))
    let new = skus.filter { plan, sku in
      !used.contains(sku) && !before.contains { $0.plan == plan }
    }
    return before + new.map { PlanSale(plan: $0.key, sku: $0.value) }.sorted { $0.plan < $1.plan }
  }
}

/// By which SKU an order counts for a plan.
public struct PlanSale: Hashable, Sendable {
  /// The plan's short name.
  public let plan: String
  /// The number of the SKU; nothing where none was noted, and all pieces of the order count.
  public let sku: String?

  /// Names a plan and the SKU.
  public init(plan: String, sku: String?) {
    self.plan = plan
    self.sku = sku
  }
}

/// A term that an order bought.
struct BoughtTerm: TenantRow {
  let key: String
  let isRevoked: Bool

  /// Reads the columns `key` and whether it was taken back.
  init(row: inout ColumnReader) throws {
    key = try row.next()
    isRevoked = try row.next()
  }
}

internal import Foundation
internal import TenantStore

/// What changes a member's points, whatever the merchant's settings say.
enum PointsLedger {
  /// Takes back what ``PointsProgram/grant(_:to:key:in:)`` gave; what was spent of it becomes a debt.
  static func revoke(
    _ points: Int64,
    of member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws {
    let account = try await transaction.heldStaying(member)
    try await change(account, "revoke:\(account):\(key)", about: nil, in: transaction) { book in
      book.revoke(points)
    }
  }

  /// Changes a member's book under its lock, once for each key.
  ///
  /// - Returns: Whether this call was the one.
  @discardableResult
  static func change(
    _ member: MemberID,
    _ key: String,
    about order: UUID?,
    in transaction: TenantTransaction,
    _ body: (inout PointsBook) throws -> Void
  ) async throws -> Bool {
    let stored = try await transaction.lockPoints(of: member, order: order, for: key)
    return try await change(stored, key, in: transaction, body)
  }

  /// As ``change(_:_:about:in:_:)`` for exactly this account, merged or not.
  @discardableResult
  static func change(
    account: MemberID,
    _ key: String,
    in transaction: TenantTransaction,
    _ body: (inout PointsBook) throws -> Void
  ) async throws -> Bool {
    let stored = try await transaction.lockPoints(ofAccount: account, order: nil, for: key)
    return try await change(stored, key, in: transaction, body)
  }

  private static func change(
    _ stored: StoredPoints?,
    _ key: String,
    in transaction: TenantTransaction,
    _ body: (inout PointsBook) throws -> Void
  ) async throws -> Bool {
    guard var stored else { return false }
    stored.book.settle()
    try body(&stored.book)
    guard try await transaction.savePoints(stored, as: key) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    return true
  }
}

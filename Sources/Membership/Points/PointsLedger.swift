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
    try await change(of: member, once: ("revoke", key), in: transaction) { $0.revoke(points) }
  }

  /// Changes a member's book under its lock, once for each key of the same person.
  ///
  /// - `key`: What happens, and what asks for it.
  /// - Returns: Whether this call was the one.
  @discardableResult
  static func change(
    of member: MemberID,
    once key: (kind: String, text: String),
    in transaction: TenantTransaction,
    _ body: (inout PointsBook) throws -> Void
  ) async throws -> Bool {
    func name(_ account: MemberID) -> String { "\(key.kind):\(account):\(key.text)" }
    let account = try await transaction.heldStaying(member)
    let others = try await transaction.names(of: member, name).filter { $0 != name(member) }
    if !others.isEmpty {
      try await transaction.lockPoints(ofAccounts: [account])
      if try await transaction.isPointsEvent(anyOf: others) { return false }
    }
    return try await change(account: account, name(member), in: transaction, body)
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

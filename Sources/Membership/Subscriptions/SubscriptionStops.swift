internal import Foundation
internal import TenantStore

/// What a family's silence, a guardian's withdrawal and an erasure do to boxes.
struct SubscriptionStops: Sendable {
  private let book = SubscriptionBook()

  /// Lets no box come for a child that is not spoken of any more; the family goes on when it wants to.
  ///
  /// Contracts that name no child stop too where the family has no other child.
  func fallSilent(
    about child: ChildID,
    of member: Member,
    in transaction: TenantTransaction
  ) async throws {
    let others = try await transaction.children(of: member)
      .contains { $0.id != child && $0.quietSince == nil }
    let contracts = try await transaction.openSubscriptions(of: member.accounts)
    for contract in contracts where contract.child == child.uuid || contract.child == nil && !others
    {
      guard var stored = try await transaction.lockSubscription(contract.id),
        stored.machine.state == .active
      else { continue }
      let before = stored.machine.cycle
      try stored.machine.pause()
      try await book.save(&stored, before: before, in: transaction)
    }
  }

  /// Ends the contracts whose boxes were chosen by a child that is forgotten; money goes back.
  func forget(_ child: ChildID, of member: Member, in transaction: TenantTransaction) async throws {
    for contract in try await transaction.openSubscriptions(of: member.accounts)
    where contract.child == child.uuid {
      try await cancel(contract.id, "consent_withdrawn", in: transaction)
    }
    try await transaction.forgetChild(child.uuid, inSubscriptionsOf: member.accounts)
  }

  /// Ends all contracts of a member, and forgets where boxes went and for whom.
  func erase(_ member: Member, in transaction: TenantTransaction) async throws {
    for contract in try await transaction.openSubscriptions(of: member.accounts) {
      try await cancel(contract.id, "erased", in: transaction)
    }
    try await transaction.eraseSubscriptions(of: member.accounts)
  }

  private func cancel(_ id: SubscriptionID, _ reason: String, in transaction: TenantTransaction)
    async throws
  {
    guard var stored = try await transaction.lockSubscription(id) else { return }
    try await book.cancel(&stored, reason: reason, in: transaction)
  }
}

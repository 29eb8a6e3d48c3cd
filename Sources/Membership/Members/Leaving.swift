public import TenantStore

extension Families {
  /// Ends what a member has running, deletes everything that is personal and signs out everywhere.
  ///
  /// Boxes are cancelled first: nobody is charged for an account that is gone. Open referrals end, as
  /// ``ReferralProgram/leave(_:in:)`` says, and then ``erase(_:by:in:)`` does its part. Again changes
  /// nothing.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func leave(
    _ id: MemberID,
    from tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let member = try await transaction.member(id) else {
      throw MembershipRefusal(.memberNotFound)
    }
    let referrals = try ValueProgram(tenant).referrals
    let boxes = SubscriptionProgram(of: tenant)
    for account in member.accounts {
      for contract in try await transaction.subscriptionContracts(of: account) {
        try await boxes?.end(contract.id, of: account, reason: "erased", by: actor, in: transaction)
      }
      try await referrals?.leave(account, in: transaction)
    }
    try await erase(id, by: actor, in: transaction)
    try await transaction.removeMemberSessions(of: member)
  }
}

extension SubscriptionProgram {
  /// Cancels a contract, and tells what the merchant has to pay back for boxes that do not come.
  ///
  /// - `reason`: A code such as `too_much`, 1 to 40 characters.
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found`.
  public func end(
    _ id: SubscriptionID,
    of member: MemberID,
    reason: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let back = try await cancel(id, of: member, reason: reason, in: transaction)
    guard back.minorUnits > 0 else { return }
    let amount: JSONValue = [
      "amount": .integer(back.minorUnits), "currency": .string(back.currency.code),
    ]
    try await transaction.audit(
      "membership.box_refund_due",
      of: id.description,
      by: actor,
      after: amount
    )
    try await transaction.emit(
      "membership.box_refund_due",
      [
        "subscription": .string(id.description), "member": .string(member.description),
        "amount": .integer(back.minorUnits), "currency": .string(back.currency.code),
      ]
    )
  }
}

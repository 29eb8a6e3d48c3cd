public import TenantStore

extension Families {
  /// How many sessions one event names at most.
  private static let sessionsOfEvent = 200

  /// Deletes everything that is personal of a member and of the member's children, and ends what recurs.
  ///
  /// PIPL article 47. The accounts' rows stay without a name, because ledgers count on them, and so do
  /// consent entries, which prove what was agreed to. Points and coupons are forfeited; money that was
  /// paid for boxes that do not come is owed. `membership.member_erased` and
  /// `membership.sessions_erased` tell others to do their part. Again changes nothing.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func erase(_ id: MemberID, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    try await transaction.lockPersons([id])
    guard let member = try await transaction.member(id) else {
      throw MembershipRefusal(.memberNotFound)
    }
    guard member.erasedAt == nil else { return }
    for purpose in ConsentRule.standing(try await transaction.consentEntries(of: member)) {
      _ = try await transaction.insertConsents(
        .withdrawn,
        to: purpose,
        children: [nil],
        version: "erasure",
        of: member.id,
        by: actor
      )
    }
    try await ErasedValues(member: member).erase(in: transaction)
    try await transaction.leaveCampaigns(member.accounts)
    try await transaction.eraseMember(member)
    try await transaction.emit(
      "membership.member_erased",
      ["members": .array(member.accounts.map { .string($0.description) })]
    )
    let sessions = try await transaction.takeMemberSessions(of: member.accounts)
    for start in stride(from: 0, to: sessions.count, by: Self.sessionsOfEvent) {
      let some = sessions[start..<min(start + Self.sessionsOfEvent, sessions.count)]
      try await transaction.emit(
        "membership.sessions_erased",
        ["sessions": .array(some.map { .string(SessionID(uuid: $0).description) })]
      )
    }
    try await transaction.audit("membership.member_erased", of: member.id.description, by: actor)
  }
}

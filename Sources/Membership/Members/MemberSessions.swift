public import TenantStore

extension Families {
  /// Makes a visitor's session a member's; the session keeps what else hangs on it, such as a cart.
  ///
  /// The caller gives the session a new token, so that nobody who knew the old one is signed in too.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func signIn(
    _ id: MemberID,
    on session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await present(id, in: transaction)
    try await transaction.keepMemberSession(session, of: member.id)
    try await transaction.emit(
      "membership.member_signed_in",
      ["member": .string(member.id.description), "session": .string(session.description)]
    )
  }

  /// Makes a session nobody's; again changes nothing.
  public func signOut(_ session: SessionID, in transaction: TenantTransaction) async throws {
    try await transaction.endMemberSession(session)
  }
}

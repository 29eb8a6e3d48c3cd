public import TenantStore

extension Families {
  /// Signs a member in on a session; whoever was signed in there before is not any more.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func signIn(
    _ id: MemberID,
    on session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await held(id, in: transaction)
    try await transaction.insertMemberSession(session, of: member.id)
  }

  /// Signs whoever is signed in on a session out; again changes nothing.
  public func signOut(of session: SessionID, in transaction: TenantTransaction) async throws {
    try await transaction.removeMemberSession(session)
  }
}

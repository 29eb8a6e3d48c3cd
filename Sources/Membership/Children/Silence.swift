public import TenantStore

extension Families {
  /// Stops everything about a child, at once and without a question: reminders, stages, packs, offers,
  /// boxes.
  ///
  /// For the loss of a pregnancy or of a child. Nothing is deleted, nothing is sent to say that it
  /// worked, and others only learn that the child is quiet, not why. Again changes nothing.
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`.
  public func fallSilent(
    about id: ChildID,
    of parent: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    guard child.quietSince == nil else { return }
    // Whoever enrols the family in a campaign now has done so before, or sees the silence.
    let member = try await held(parent, in: transaction)
    try await transaction.updateChild(child.quiet(since: transaction.environment.now()))
    try await transaction.dropReminders(about: id)
    try await transaction.replaceRestock(of: member, about: nil, with: [], at: [])
    try await SubscriptionStops().fallSilent(about: id, of: member, in: transaction)
    try await transaction.emit("membership.child_quiet", child.reference)
  }

  /// Ends the silence when the family wants it, or it was asked for by mistake; packs go on.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`.
  public func endSilence(
    about id: ChildID,
    of parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    guard child.quietSince != nil else { return }
    let heard = child.quiet(since: nil)
    try await transaction.updateChild(heard)
    try await transaction.emit("membership.child_heard", child.reference)
    try await renew(heard, for: tenant, in: transaction)
  }

  /// A guardian no longer agrees to a child's data: it is deleted, boxes and packs that were chosen by it
  /// end, and the withdrawal is kept.
  ///
  /// PIPL articles 15 and 47. One call, no reason, no question.
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`.
  public func withdrawGuardianConsent(
    for id: ChildID,
    by parent: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    let member = try await present(parent, in: transaction)
    try await SubscriptionStops().forget(id, of: member, in: transaction)
    try await PackStops().forget(id, of: member, in: transaction)
    try await transaction.removeChild(id)
    _ = try await transaction.insertConsents(
      .withdrawn,
      to: .guardian,
      children: [id],
      version: "withdrawal",
      of: child.member,
      by: .shopper
    )
    try await transaction.emit("membership.child_removed", child.reference)
  }
}

public import TenantStore

extension Families {
  /// Notes that a member agrees to a purpose.
  ///
  /// A guardian's consent to a child's data is given with the child: ``expect(_:of:for:in:)``.
  /// - Parameters:
  ///   - purpose: To what.
  ///   - version: The version of the text that was shown; it has to be the present one.
  ///   - id: Who agrees.
  ///   - tenant: Whose texts they are.
  ///   - transaction: Where it happens.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found` or `consent_invalid`.
  public func giveConsent(
    to purpose: ConsentPurpose,
    version: String,
    by id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let present = try tenant.membership.textVersion(of: purpose)
    guard purpose != .guardian, version == present else {
      throw MembershipRefusal(.consentInvalid, details: ["version": .string(present)])
    }
    try await decide(.given, purpose, version: version, by: id, in: transaction)
    guard purpose == .reminders else { return }
    // What was missed so far and is still of use is planned now.
    for child in try await transaction.children(of: self.present(id, in: transaction)) {
      try await renew(child, for: tenant, in: transaction)
    }
  }

  /// Notes that a member no longer agrees: one call, no reason, no text to read.
  ///
  /// Reminders that wait are not sent any more, and what campaigns know of the member goes. A guardian
  /// withdraws for one child, whose data is deleted: ``withdrawGuardianConsent(for:by:in:)``.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found` or `consent_invalid`.
  public func withdrawConsent(
    to purpose: ConsentPurpose,
    by id: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    guard purpose != .guardian else { throw MembershipRefusal(.consentInvalid) }
    try await decide(.withdrawn, purpose, version: "withdrawal", by: id, in: transaction)
    let member = try await present(id, in: transaction)
    if purpose == .marketing { try await transaction.leaveCampaigns(member.accounts) }
    if purpose == .reminders { try await transaction.dropPlannedReminders(of: member) }
    if purpose == .reminders || purpose == .personalisation {
      try await transaction.forgetRestockPurchases(of: member.accounts)
      try await transaction.replaceRestock(of: member, about: nil, with: [], at: [])
    }
  }

  private func decide(
    _ decision: ConsentDecision,
    _ purpose: ConsentPurpose,
    version: String,
    by id: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await held(id, in: transaction)
    _ = try await transaction.insertConsents(
      decision,
      to: purpose,
      children: [nil],
      version: version,
      of: member.id,
      by: .shopper
    )
    try await transaction.emit(
      "membership.consent_\(decision.rawValue)",
      ["member": .string(member.id.description), "purpose": .string(purpose.rawValue)]
    )
  }
}

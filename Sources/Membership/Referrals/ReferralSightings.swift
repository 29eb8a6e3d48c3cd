public import TenantStore

extension ReferralProgram {
  /// Notes on which device a member signs in.
  ///
  /// A device is known by its sessions: the one before is asked which device it was, and the device's
  /// first session names it. Nothing is read from the browser for this.
  ///
  /// - Parameters:
  ///   - session: The session on which the member is signed in now.
  ///   - before: The session that the device had before.
  ///   - member: Who signs in.
  ///   - transaction: The transaction of the sign-in.
  /// - Throws: What the database throws.
  public func seeDevice(
    _ session: SessionID,
    after before: SessionID,
    of member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let digest = try await device(before, in: transaction)
    try await transaction.keepReferralDevice(digest, of: session)
    try await see(.device, digest, of: member, in: transaction)
  }

  /// Notes that a device goes on under another session, when somebody signs out.
  public func followDevice(
    from before: SessionID,
    to session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.keepReferralDevice(device(before, in: transaction), of: session)
  }

  /// Notes whom an order goes to, and who paid it.
  ///
  /// - Parameters:
  ///   - traits: What the order says, as people wrote it.
  ///   - member: Whose order it is.
  ///   - transaction: A transaction of the merchant.
  /// - Throws: What the database throws.
  public func see(
    _ traits: [(ReferralTrait, String)],
    of member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await transaction.staying(member)
    for (trait, text) in traits {
      guard let digest = ReferralTraitRule.digest(trait, text, of: transaction.tenant) else {
        continue
      }
      try await see(trait, digest, of: member, in: transaction)
    }
  }

  /// Notes the numbers with which members sign in.
  func seeNumbers(of members: [MemberID], in transaction: TenantTransaction) async throws {
    for id in members {
      guard let member = try await transaction.member(id) else { continue }
      let phones = try await transaction.contacts(of: member).filter { $0.channel == .phone }
      try await see(phones.map { (.phone, $0.address) }, of: id, in: transaction)
    }
  }

  private func device(_ session: SessionID, in transaction: TenantTransaction) async throws
    -> [UInt8]
  {
    if let known = try await transaction.referralDevice(of: session) { return known }
    return ReferralTraitRule.digest(.device, session.description, of: transaction.tenant) ?? []
  }
}

extension JobKind {
  /// Forgets what members were seen with a year ago.
  static let forgetReferralTraits = Self(
    name: "membership.forget_referral_traits",
    timeLimit: .seconds(60)
  ) { context in
    try await context.transaction { try await $0.forgetOldReferralTraits() }
  }
}

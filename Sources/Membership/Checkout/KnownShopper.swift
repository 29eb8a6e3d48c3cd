public import TenantStore

/// Who is signed in on a session, as a shop has to know it while somebody orders.
public struct KnownShopper: Hashable, Sendable {
  /// The account that stays where several were merged.
  public let member: MemberID
  /// What offers may be chosen by.
  public let family: FamilyFacts
  /// What the tier and the paid plans give, as they were noted last.
  public let benefits: TierBenefits
}

extension CheckoutProgram {
  /// Who is signed in on a session; nothing where nobody is.
  ///
  /// It takes one round trip, and two more for a family with children who are spoken of: their ages are
  /// read only with the consent to choosing what is shown by them.
  /// - Parameters:
  ///   - session: The session.
  ///   - day: The merchant's day, which ages are told for.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The member with what is known.
  /// - Throws: What the database throws.
  public func shopper(
    on session: SessionID,
    day: CalendarDate,
    in querying: any TenantQuerying
  ) async throws -> KnownShopper? {
    guard let known = try await querying.shopperSignedIn(on: session) else { return nil }
    let months =
      try await known.hasChildren
      ? querying.agreedAges(ofChildrenOf: known.accounts, on: day) : []
    return KnownShopper(
      member: known.member,
      family: FamilyFacts(
        hasOrdered: known.hasOrdered,
        tags: Set(known.tags),
        childMonths: months
      ),
      benefits: benefits(atLevel: known.standing.level, with: known.standing.plans)
    )
  }
}

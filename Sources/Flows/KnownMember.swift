internal import Foundation
public import Membership
public import Recommend
public import TenantStore

extension KnownVisitor {
  /// The visitor of a session as it was read; nobody is asked who is signed in on one whose owner has
  /// not proved who they are.
  ///
  /// - Parameters:
  ///   - session: The session; nil for somebody who has none.
  ///   - tenant: The tenant with its modules.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: Whom recommendations may know.
  /// - Throws: What the database throws.
  public static func of(
    _ session: Session?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Self {
    guard let session, session.isProved else {
      return try await guest(session?.id, tenant, querying)
    }
    return try await of(session.id, tenant, querying)
  }

  /// The visitor of a session: the member who is signed in, or a guest.
  ///
  /// - Parameters:
  ///   - session: The session; nil for somebody who has none.
  ///   - tenant: The tenant with its modules.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: Whom recommendations may know.
  /// - Throws: What the database throws.
  public static func of(
    _ session: SessionID?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Self {
    if let session, tenant.isEnabled(module: MembershipModule.module.name),
      let member = try await querying.memberSignedIn(on: session)
    {
      return try await Self.of(member, tenant, querying)
    }
    return try await guest(session, tenant, querying)
  }

  /// A member, whoever's session it is.
  ///
  /// - Parameters:
  ///   - member: The member; one that is gone counts as one who did not agree.
  ///   - tenant: The tenant with its modules, membership among them.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: Whom recommendations may know.
  /// - Throws: What the database throws.
  public static func of(
    _ member: MemberID,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Self {
    let person = PersonID(uuid: member.uuid)
    let said = try await querying.statedChoice(of: person)
    let standing = try await standing(of: member, said, querying)
    guard standing == .on else {
      return Self(person: person, isMember: true, standing: standing, ages: [])
    }
    let family = try await querying.familyFacts(
      of: member,
      on: CalendarDate(querying.environment.now(), in: tenant.timeZone)
    )
    return Self(
      person: person,
      isMember: true,
      standing: .on,
      ages: family.childMonths.sorted(),
      avoids: Set(said.avoids),
      wishes: said.wishes
    )
  }

  private static func standing(
    of id: MemberID,
    _ said: StatedChoice,
    _ querying: any TenantQuerying
  ) async throws -> Standing {
    guard let member = try await querying.member(id), member.erasedAt == nil else {
      return .unagreed
    }
    let consents = ConsentRule.standing(try await querying.consentEntries(of: member))
    guard consents.contains(.personalisation) else { return .unagreed }
    return said.isOn == false ? .off : .on
  }
}

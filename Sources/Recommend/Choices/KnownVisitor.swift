internal import Foundation
public import TenantStore

/// Whom recommendations may know, after what visitors and members agreed to.
///
/// A visitor is known from the moment on in which they ask for it, by switching it on or by naming the
/// age of a child; a member with the consent to choosing what is shown by what is known of the family.
/// The switch, when it is off, speaks louder than the consent.
public struct KnownVisitor: Hashable, Sendable {
  /// What may be done with what somebody does.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// It may be kept, and what is shown may follow from it.
    case on
    /// Nothing may be kept.
    case off
    /// Nobody was asked yet.
    case unasked
    /// A member who did not agree.
    case unagreed
  }

  /// The member, or the session on which nobody is signed in; nil without a session.
  public let person: PersonID?
  /// Whether it is a member, whose agreements and children stand in membership.
  public let isMember: Bool
  /// What may be done.
  public let standing: Standing
  /// The ages of the children in months, as far as they may be used.
  public let ages: [Int]
  /// What is not to be proposed, in the words of ``CatalogueItem/allergens``, as far as it may be used.
  public let avoids: Set<String>
  /// What they chose of how things are proposed, as far as it may be used.
  public let wishes: PersonWishes

  /// For whom rows are made: somebody only where that is allowed.
  public var visitor: Visitor {
    Visitor(
      person: standing == .on ? person : nil,
      ages: ages,
      allergies: avoids,
      wishes: wishes
    )
  }

  /// Whoever is not signed in, by what was said on the session.
  ///
  /// - Parameters:
  ///   - session: The session; nil for somebody who has none.
  ///   - tenant: The tenant, whose calendar tells the ages.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: Whom recommendations may know.
  /// - Throws: What the database throws.
  public static func guest(
    _ session: SessionID?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Self {
    guard let session else {
      return Self(person: nil, isMember: false, standing: .unasked, ages: [])
    }
    let person = PersonID(uuid: session.uuid)
    let said = try await querying.statedChoice(of: person)
    let isOn = said.isOn == true
    return Self(
      person: person,
      isMember: false,
      standing: said.isOn.map { $0 ? .on : .off } ?? .unasked,
      ages: isOn ? said.ages(at: querying.environment.now(), in: tenant.timeZone) : [],
      avoids: isOn ? Set(said.avoids) : [],
      wishes: isOn ? said.wishes : .none
    )
  }

  /// Describes a visitor.
  public init(
    person: PersonID?,
    isMember: Bool,
    standing: Standing,
    ages: [Int],
    avoids: Set<String> = [],
    wishes: PersonWishes = .none
  ) {
    self.person = person
    self.isMember = isMember
    self.standing = standing
    self.ages = ages
    self.avoids = avoids
    self.wishes = wishes
  }
}

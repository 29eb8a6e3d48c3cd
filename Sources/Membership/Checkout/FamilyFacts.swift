public import TenantStore

/// What is known of a family that a shop may choose offers by.
public struct FamilyFacts: Hashable, Sendable {
  /// Whether the member has placed an order that was not called off unpaid.
  public let hasOrdered: Bool
  /// The merchant's words on the member.
  public let tags: Set<String>
  /// The ages of children who are spoken of, in whole months; negative before birth.
  public let childMonths: [Int]
}

extension TenantQuerying {
  /// What is known of a member's family on a day; nothing of children about whom it wants silence.
  ///
  /// Ages are told only with the consent to choosing what is shown by them.
  public func familyFacts(of id: MemberID, on day: CalendarDate) async throws -> FamilyFacts {
    guard let member = try await member(id), member.erasedAt == nil else {
      return FamilyFacts(hasOrdered: false, tags: [], childMonths: [])
    }
    return FamilyFacts(
      hasOrdered: try await hasOrdered(anyOf: member.accounts),
      tags: Set(try await tags(of: member)),
      childMonths: try await agreedAges(ofChildrenOf: member.accounts, on: day)
    )
  }
}

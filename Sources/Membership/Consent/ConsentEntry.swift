public import Foundation
internal import TenantStore

/// One yes or no of a member; entries are added and never changed.
public struct ConsentEntry: Hashable, Sendable {
  /// The account that decided.
  public let member: MemberID
  /// The place in the member's list, from 1; later ones count, whatever the clock said.
  public let number: Int64
  /// To what.
  public let purpose: ConsentPurpose
  /// The child whose guardian decided.
  public let child: ChildID?
  /// Yes or no.
  public let decision: ConsentDecision
  /// Which words were shown.
  public let textVersion: String
  /// When, in UTC.
  public let recordedAt: Date
}

/// What a member's entries add up to.
public enum ConsentRule {
  /// The purposes that are agreed to now; guardians' decisions are per child and left out.
  ///
  /// Within an account the number decides, because a clock may be set back. Between accounts that
  /// were merged later the time does, and a no at the same instant.
  public static func standing(_ entries: [ConsentEntry]) -> Set<ConsentPurpose> {
    let last = Dictionary(
      entries.filter { $0.purpose != .guardian }
        .map { (Place(member: $0.member, purpose: $0.purpose), $0) },
      uniquingKeysWith: { $0.number > $1.number ? $0 : $1 }
    )
    let decided = Dictionary(grouping: last.values, by: \.purpose)
    return Set(
      decided.compactMap { purpose, entries in
        let latest = entries.map(\.recordedAt).max()
        let isGiven = entries.allSatisfy { $0.recordedAt != latest || $0.decision == .given }
        return isGiven ? purpose : nil
      }
    )
  }

  private struct Place: Hashable {
    let member: MemberID
    let purpose: ConsentPurpose
  }
}

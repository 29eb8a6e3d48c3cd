internal import Crypto
internal import Foundation

/// Which of a merchant's people answers a member: the same one, however often it is asked.
public enum AgentRule {
  /// The one of some people who answers a member (rendezvous hashing; Thaler and Ravishankar, 1998).
  ///
  /// Members are shared evenly. Where somebody goes, only the members of that one get another; where
  /// somebody comes, the new one gets a share of everybody's.
  /// - Parameters:
  ///   - member: The member who stays, where several accounts were merged.
  ///   - agents: The logins, in any order.
  /// - Returns: A login; nothing where there is nobody.
  public static func agent(of member: MemberID, among agents: [String]) -> String? {
    agents.max { left, right in
      (weight(of: left, for: member), left) < (weight(of: right, for: member), right)
    }
  }

  private static func weight(of agent: String, for member: MemberID) -> UInt64 {
    SHA256.hash(data: Data("\(agent):\(member)".utf8)).prefix(8)
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }
}

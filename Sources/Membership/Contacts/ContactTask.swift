public import Foundation
public import TenantStore

/// A member with whom somebody of the staff is to talk about a campaign.
public struct ContactTask: Hashable, Sendable {
  /// What came of it.
  public enum Outcome: String, CaseIterable, Sendable {
    /// They talked.
    case reached
    /// Nobody answered.
    case noAnswer = "no_answer"
    /// The member wants no offers this way.
    case declined
  }

  /// The campaign.
  public let campaign: String
  /// What the campaign is called.
  public let name: String
  /// What it says.
  public let message: String
  /// The member, the account that stays.
  public let member: MemberID
  /// Whose task it is, by login: the keeper of the member's group; anybody's where there is none.
  public let keeper: String?
  /// When it was opened, in UTC.
  public let openedAt: Date

  /// Notes what came of a task; a second time keeps what was noted first.
  ///
  /// - Returns: Whether this call noted it.
  /// - Throws: ``ValueRefusal`` with the code `contact_task_not_found`.
  @discardableResult
  public static func close(
    _ campaign: String,
    _ member: MemberID,
    as outcome: Outcome,
    by login: String,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let accounts = try await transaction.accounts(of: member)
    guard try await transaction.closeTask(campaign, accounts, outcome, login) else {
      guard try await transaction.isTask(campaign, accounts) else {
        throw ValueRefusal(.contactTaskNotFound)
      }
      return false
    }
    try await transaction.audit(
      "membership.contact_task_closed",
      of: member.description,
      by: .staff(login),
      after: ["campaign": .string(campaign), "outcome": .string(outcome.rawValue)]
    )
    return true
  }
}

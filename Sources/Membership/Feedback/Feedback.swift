public import Foundation
public import TenantStore

/// One answer of a member.
public struct FeedbackID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "fbk"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the answer with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// How likely a member recommends the shop, and why.
public struct Feedback: Hashable, Sendable {
  /// The answer.
  public let id: FeedbackID
  /// The score, 0 to 10.
  public let score: Int
  /// What it is for.
  public let reasons: [FeedbackReason]
  /// In the member's own words, up to 1,000 characters.
  public let comment: String
  /// When it was given, in UTC.
  public let givenAt: Date
}

extension Families {
  /// For how many days an answer is changed rather than followed by another.
  static let feedbackChanges: TimeInterval = 30 * 86_400
  /// For how many days nobody is asked again.
  static let feedbackRests: TimeInterval = 180 * 86_400
  /// After how many days an order is known well enough to be asked about.
  static let feedbackAfter: TimeInterval = 14 * 86_400

  /// Keeps what a member thinks of the shop; an answer of the last 30 days is replaced.
  ///
  /// - Parameters:
  ///   - score: How likely the member recommends the shop, 0 to 10.
  ///   - reasons: What it is for.
  ///   - comment: In the member's own words, up to 1,000 characters.
  ///   - id: Who answers.
  ///   - transaction: A transaction of the merchant.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, or `feedback_invalid` with the
  ///   fields.
  public func giveFeedback(
    _ score: Int,
    _ reasons: Set<FeedbackReason>,
    comment: String,
    by id: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let comment = comment.trimmingCharacters(in: .whitespacesAndNewlines)
    var fields: [String] = []
    if !(0...10).contains(score) { fields.append("score") }
    if comment.unicodeScalars.count > 1_000 { fields.append("comment") }
    guard fields.isEmpty else { throw MembershipRefusal(.feedbackInvalid, fields: fields) }
    let member = try await held(id, in: transaction)
    let since = transaction.environment.now() - Self.feedbackChanges
    let last = try await transaction.lastFeedback(of: member)
    let known = last.flatMap { $0.givenAt > since ? $0.id : nil }
    try await transaction.keepFeedback(
      known ?? .make(in: transaction.environment),
      of: member.id,
      score: score,
      reasons: FeedbackReason.allCases.filter(reasons.contains).map(\.rawValue),
      comment: comment
    )
  }
}

extension TenantQuerying {
  /// Whether a member is to be asked: an order of two weeks ago or before, and no answer for half a year.
  public func mayAskForFeedback(_ member: Member) async throws -> Bool {
    let now = environment.now()
    if let last = try await lastFeedback(of: member), last.givenAt > now - Families.feedbackRests {
      return false
    }
    return try await hasPaid(member, before: now - Families.feedbackAfter)
  }
}

public import Foundation
public import TenantStore

/// A theme of what members say.
public struct FeedbackThemeID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "thm"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the theme with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Something that several members mean, and what became of it.
public struct FeedbackTheme: Hashable, Sendable, TenantRow {
  /// Where it was heard.
  public enum Source: String, CaseIterable, Sendable {
    /// In answers to the question.
    case survey
    /// In talks with members.
    case interview
    /// In what members do: orders that are called off, boxes that are not paid.
    case behaviour
  }

  /// The theme.
  public let id: FeedbackThemeID
  /// What it is called.
  public let title: String
  /// Where it was heard.
  public let source: Source
  /// Notes of the merchant.
  public let note: String
  /// Which release answered it; nothing while it is open.
  public let answeredIn: String?
  /// When it was opened, in UTC.
  public let openedAt: Date
  /// When the release was named, in UTC; nothing while it is open.
  public let answeredAt: Date?

  /// Reads the columns `id, title, source, note, answered_in, opened_at, answered_at`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    title = try row.next()
    guard let source = Source(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.source = source
    note = try row.next()
    answeredIn = try row.next()
    openedAt = try row.next()
    answeredAt = try row.next()
  }

  /// Opens a theme.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `feedback_invalid` and the fields.
  @discardableResult
  public static func open(
    _ title: String,
    heardIn source: Source,
    note: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> FeedbackThemeID {
    let title = title.trimmingCharacters(in: .whitespacesAndNewlines)
    var fields: [String] = []
    if !(1...120).contains(title.unicodeScalars.count) { fields.append("title") }
    if note.unicodeScalars.count > 2_000 { fields.append("note") }
    guard fields.isEmpty else { throw MembershipRefusal(.feedbackInvalid, fields: fields) }
    let id = FeedbackThemeID.make(in: transaction.environment)
    try await transaction.insertFeedbackTheme(id, title, source.rawValue, note)
    try await transaction.audit("membership.theme_opened", of: id.description, by: actor)
    return id
  }

  /// Ties a theme to the release that answers it; again changes the release.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `feedback_invalid` and the fields.
  public static func answer(
    _ id: FeedbackThemeID,
    in release: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let release = release.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...80).contains(release.unicodeScalars.count),
      try await transaction.answerFeedbackTheme(id, release)
    else { throw MembershipRefusal(.feedbackInvalid, fields: ["release"]) }
    try await transaction.audit(
      "membership.theme_answered",
      of: id.description,
      by: actor,
      after: ["release": .string(release)]
    )
  }
}

public import Foundation
public import TenantStore

/// One talk.
public struct InterviewID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "itv"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the talk with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What somebody said in a talk, and who asked.
public struct Interview: Hashable, Sendable {
  /// The talk.
  public let id: InterviewID
  /// The member who was asked, the account that stays; nothing for anybody else.
  public let member: MemberID?
  /// Who was asked, where it is no member; up to 80 characters.
  public let person: String
  /// Who asked, by login.
  public let askedBy: String
  /// On which day.
  public let day: CalendarDate
  /// How the person agreed to being noted, 1 to 200 characters.
  public let consent: String
  /// What was said, 1 to 4,000 characters.
  public let note: String
  /// The themes that were heard in it.
  public let themes: [FeedbackThemeID]
}

/// What staff write down of a talk.
public struct InterviewDraft: Hashable, Sendable {
  /// The member who was asked.
  public var member: MemberID?
  /// Who was asked, where it is no member.
  public var person: String
  /// On which day.
  public var day: CalendarDate
  /// How the person agreed to being noted.
  public var consent: String
  /// What was said.
  public var note: String
  /// The themes that were heard in it.
  public var themes: Set<FeedbackThemeID>

  /// Describes a talk.
  public init(
    member: MemberID? = nil,
    person: String = "",
    day: CalendarDate,
    consent: String,
    note: String,
    themes: Set<FeedbackThemeID> = []
  ) {
    self.member = member
    self.person = person
    self.day = day
    self.consent = consent
    self.note = note
    self.themes = themes
  }

  func wrongFields(today: CalendarDate) -> [String] {
    var fields: [String] = []
    if member == nil, person.isEmpty { fields.append("person") }
    if person.unicodeScalars.count > 80 { fields.append("person") }
    if day > today { fields.append("day") }
    if !(1...200).contains(consent.unicodeScalars.count) { fields.append("consent") }
    if !(1...4_000).contains(note.unicodeScalars.count) { fields.append("note") }
    return fields
  }
}

/// A merchant's notes of talks; without a consent nothing is noted.
public struct InterviewNotes: Sendable {
  /// Creates the notes.
  public init() {}

  /// Notes a talk.
  ///
  /// - Parameters:
  ///   - draft: What was said, by whom, and how the person agreed to the note.
  ///   - login: Who asked.
  ///   - tenant: The merchant, whose day it is.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: The note.
  /// - Throws: ``MembershipRefusal`` with the code `interview_invalid` (`fields`) or `member_not_found`.
  @discardableResult
  public func note(
    _ draft: InterviewDraft,
    by login: String,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> InterviewID {
    var draft = draft
    var wrong = draft.wrongFields(today: tenant.today(transaction))
    let known = Set(try await transaction.feedbackThemes().map(\.id))
    if !draft.themes.isSubset(of: known) { wrong.append("themes") }
    guard wrong.isEmpty else { throw MembershipRefusal(.interviewInvalid, fields: wrong) }
    if let asked = draft.member {
      let staying = try await transaction.heldStaying(asked)
      guard let member = try await transaction.member(staying), member.erasedAt == nil else {
        throw MembershipRefusal(.memberNotFound)
      }
      draft.member = member.id
    }
    let id = InterviewID.make(in: transaction.environment)
    try await transaction.insertInterview(id, draft, by: login)
    try await transaction.audit("membership.interview_noted", of: id.description, by: .staff(login))
    return id
  }

  /// Deletes a note, as when the consent is taken back; again changes nothing.
  public func delete(_ id: InterviewID, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    guard try await transaction.deleteInterview(id) else { return }
    try await transaction.audit("membership.interview_deleted", of: id.description, by: actor)
  }
}

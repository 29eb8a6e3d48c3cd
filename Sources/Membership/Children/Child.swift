public import Foundation
public import TenantStore

/// A child of a member.
public struct ChildID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "chd"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the child with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A child, born or expected.
public struct Child: Hashable, Sendable {
  /// The child.
  public let id: ChildID
  /// The account that the child was entered with.
  public let member: MemberID
  /// What children of one pregnancy share.
  public let siblings: UUID
  /// What the family calls the child; may be empty, at most 40 characters.
  public let nickname: String
  /// Which growth standard applies; nothing when the family does not say.
  public let sex: ChildSex?
  /// When the child is due or was born.
  public let dates: ChildDates
  /// Since when the family wants silence, in UTC; nothing when it does not.
  public let quietSince: Date?

  package init(
    id: ChildID,
    member: MemberID,
    siblings: UUID,
    nickname: String,
    sex: ChildSex?,
    dates: ChildDates,
    quietSince: Date?
  ) {
    self.id = id
    self.member = member
    self.siblings = siblings
    self.nickname = nickname
    self.sex = sex
    self.dates = dates
    self.quietSince = quietSince
  }

  /// The stage on a day; nothing while the family wants silence.
  public func stage(on day: CalendarDate) -> ChildStage? {
    quietSince == nil ? StageRule.stage(of: dates, on: day) : nil
  }
}

/// A pregnancy as a family enters it.
public struct PregnancyForm: Hashable, Sendable {
  /// The due date.
  public var due: CalendarDate
  /// How many children are expected, 1 to 4.
  public var count: Int
  /// The version of the guardian's text that was agreed to.
  public var consentVersion: String

  /// Fills the form.
  public init(due: CalendarDate, count: Int = 1, consentVersion: String) {
    self.due = due
    self.count = count
    self.consentVersion = consentVersion
  }
}

/// A born child as a family enters it.
public struct ChildForm: Hashable, Sendable {
  /// The day of birth.
  public var birth: CalendarDate
  /// When the birth was due, which tells a preterm child's corrected age.
  public var due: CalendarDate?
  /// What the family calls the child, at most 40 characters.
  public var nickname: String
  /// Which growth standard applies.
  public var sex: ChildSex?
  /// The version of the guardian's text that was agreed to.
  public var consentVersion: String

  /// Fills the form.
  public init(
    birth: CalendarDate,
    due: CalendarDate? = nil,
    nickname: String = "",
    sex: ChildSex? = nil,
    consentVersion: String
  ) {
    self.birth = birth
    self.due = due
    self.nickname = nickname
    self.sex = sex
    self.consentVersion = consentVersion
  }
}

/// What is said when a child is born.
public struct BirthForm: Hashable, Sendable {
  /// The day of birth.
  public var birth: CalendarDate
  /// What the family calls the child, at most 40 characters; nothing keeps what is there.
  public var nickname: String?
  /// Which growth standard applies; nothing keeps what is there.
  public var sex: ChildSex?

  /// Fills the form.
  public init(birth: CalendarDate, nickname: String? = nil, sex: ChildSex? = nil) {
    self.birth = birth
    self.nickname = nickname
    self.sex = sex
  }
}

public import Foundation
public import TenantStore

/// Something that a process of the merchant carries to an end.
public struct ServiceCaseID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "cas"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A case as it stands.
public struct ServiceCase: Hashable, Sendable {
  /// The case.
  public let id: ServiceCaseID
  /// What it is about.
  public let kind: ProcessKind
  /// The process under which it was opened.
  public let process: ServiceProcess
  /// Where it is, a state of the process.
  public let state: ServiceProcess.State
  /// Who has taken it, by login.
  public let owner: String?
  /// What it is about, in words.
  public let subject: String
  /// A number of the shop's own, such as an order's or a lot's; empty where there is none.
  public let reference: String
  /// The talk that it came from.
  public let conversation: ConversationID?
  /// When it was opened, in UTC.
  public let openedAt: Date
  /// By when the state has to be left, in UTC; nothing where it has no deadline.
  public let dueAt: Date?
  /// When it was told of that the state was not left in time, in UTC.
  public let escalatedAt: Date?
  /// When it came to an end, in UTC.
  public let closedAt: Date?

  /// The most characters of what it is about.
  public static let subjectLimit = 400
  /// The most characters of a number.
  public static let referenceLimit = 80
  /// The most characters of a note.
  public static let noteLimit = 2_000

  /// The role that has to act now: that of the state, or whoever was called because it is late.
  public var role: StaffRole? {
    (escalatedAt == nil ? state.owner : state.escalatesTo ?? state.owner).flatMap(StaffRole.init)
  }
}

/// What happened to a case.
public enum CaseEvent: String, CaseIterable, Sendable {
  /// It was opened.
  case opened
  /// Somebody of the staff took it.
  case taken
  /// It went to another state.
  case moved
  /// Somebody noted something.
  case noted
  /// A deadline passed, and a higher role was called.
  case escalated
}

/// A line of a case's history.
public struct CaseStep: Hashable, Sendable {
  /// What happened.
  public let event: CaseEvent
  /// The state in which it was then, by its short name.
  public let state: String
  /// Who did it, by login; nothing where time did.
  public let login: String?
  /// What was noted; empty where nothing was.
  public let note: String
  /// When, in UTC.
  public let at: Date
}

/// Which cases a list of the desk shows.
public enum CaseFilter: String, CaseIterable, Sendable {
  /// Those that are no end, the most urgent first.
  case open
  /// Of these, those that whoever looks has taken, or that nobody has and the role is wanted for.
  case mine
  /// Of these, those whose deadline has passed.
  case late
  /// Those that came to an end, the newest first.
  case closed
}

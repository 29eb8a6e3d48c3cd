public import Foundation
public import TenantStore

/// What a family can be reminded of.
public enum ReminderKind: String, CaseIterable, Sendable {
  /// A check of the pregnancy.
  case prenatalCheck = "prenatal_check"
  /// A dose of the national programme.
  case vaccination
  /// Clothes of the next size.
  case sizeChange = "size_change"
  /// Something that is used up.
  case restock
}

/// Something that a family is reminded of once.
public struct Reminder: Hashable, Sendable {
  /// Where a reminder stands.
  public enum State: String, CaseIterable, Sendable {
    /// It waits for its time.
    case planned
    /// It was handed over.
    case sent
    /// The family did what it was about.
    case done
    /// Its time passed before it could be sent.
    case expired
  }

  /// The child that it is about.
  public let child: ChildID
  /// What it is about, unique for the child: `vaccination:MMR:1`, `prenatal:glucose`, `size:80`,
  /// `restock:diapers:2026-11-30` with the day of the last purchase.
  public let topic: String
  /// Which kind it is.
  public let kind: ReminderKind
  /// From when what it is about can be done, the day on which it was planned at the earliest.
  public let dueOn: CalendarDate
  /// When it is or was to be sent, in UTC.
  public let sendAt: Date
  /// Where it stands.
  public let state: State

  package init(
    child: ChildID,
    topic: String,
    kind: ReminderKind,
    dueOn: CalendarDate,
    sendAt: Date,
    state: State
  ) {
    self.child = child
    self.topic = topic
    self.kind = kind
    self.dueOn = dueOn
    self.sendAt = sendAt
    self.state = state
  }
}

/// A reminder as the planner wants it.
public struct PlannedReminder: Hashable, Sendable {
  /// What it is about.
  public let topic: String
  /// Which kind it is.
  public let kind: ReminderKind
  /// From when what it is about can be done, today at the earliest.
  public let dueOn: CalendarDate
  /// On which day it is to be sent.
  public let sendOn: CalendarDate
}

public import TenantStore

/// Which members are meant, by what is known of them with their consent.
public struct MemberSegment: Hashable, Sendable {
  /// How often members order.
  public enum Habit: String, CaseIterable, Sendable {
    /// They have not paid an order.
    case never
    /// They paid one in the last 90 days.
    case active
    /// They paid one, and none in the last 90 days.
    case lapsed
  }

  /// Only members with a child in this stage, as it was last announced.
  public var stage: ChildStage?
  /// Only members with this tag.
  public var tag: String?
  /// Only members in this tier, by its place from 0.
  public var level: Int?
  /// Only members with this habit.
  public var habit: Habit?
  /// Only members who joined in the last days, 1 to 365.
  public var joinedDays: Int?
  /// Only members in this group of the staff's, by its short name.
  public var group: String?

  /// All members.
  public init(
    stage: ChildStage? = nil,
    tag: String? = nil,
    level: Int? = nil,
    habit: Habit? = nil,
    joinedDays: Int? = nil,
    group: String? = nil
  ) {
    self.stage = stage
    self.tag = tag
    self.level = level
    self.habit = habit
    self.joinedDays = joinedDays
    self.group = group
  }
}

/// How many members a segment has.
public struct SegmentSize: Hashable, Sendable, TenantRow {
  /// All of them.
  public let members: Int64
  /// Those who agreed to offers, which a campaign may reach.
  public let agreed: Int64

  /// Reads the columns `members, agreed`.
  public init(row: inout ColumnReader) throws {
    members = try row.next()
    agreed = try row.next()
  }
}

internal import Foundation
public import TenantStore

extension Reminder: TenantRow {
  /// Reads the columns of a query for reminders, in their order.
  public init(row: inout ColumnReader) throws {
    child = try row.next()
    topic = try row.next()
    guard let kind = ReminderKind(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.kind = kind
    dueOn = try CivilDay(stored: try row.next()).date
    sendAt = try row.next()
    guard let state = State(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    self.state = state
  }
}

/// A family that is to be written to now.
struct FamilyToRemind: TenantRow {
  let member: MemberID

  init(row: inout ColumnReader) throws { member = try row.next() }
}

extension QueryPart {
  /// What a ``Reminder`` is read from, of `reminder r`.
  static let reminder: QueryPart =
    "r.child_id, r.topic, r.kind, r.due_on - DATE '1970-01-01', r.send_at, r.state"
}

extension TenantQuerying {
  /// The reminders of a child, by the day on which they are due.
  public func reminders(of child: ChildID) async throws -> [Reminder] {
    try await all(
      """
      SELECT \(QueryPart.reminder) FROM membership.reminder r
      WHERE r.tenant_id = \(tenant) AND r.child_id = \(child) ORDER BY r.due_on, r.topic LIMIT 200
      """
    )
  }

  /// Families with a reminder whose time has come, at most so many.
  func familiesToRemind(limit: Int) async throws -> [MemberID] {
    try await all(
      """
      SELECT DISTINCT d.member_id FROM (
        SELECT coalesce(m.merged_into, m.id) AS member_id FROM membership.reminder r
        JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = r.child_id
        JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = c.member_id
        WHERE r.tenant_id = \(tenant) AND r.state = 'planned'
          AND r.send_at <= \(environment.now()) AND c.quiet_since IS NULL
        ORDER BY r.send_at LIMIT \(limit)
      ) d
      """,
      as: FamilyToRemind.self
    ).map(\.member)
  }
}

extension TenantTransaction {
  /// Reminders of a family whose time has come, held, those that are due first first.
  func lockDueReminders(of member: Member) async throws -> [Reminder] {
    try await all(
      """
      SELECT \(QueryPart.reminder) FROM membership.reminder r
      JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = r.child_id
      WHERE r.tenant_id = \(tenant) AND r.state = 'planned' AND r.send_at <= \(environment.now())
        AND c.member_id = ANY (\(member.accounts.map(\.uuid))) AND c.quiet_since IS NULL
      ORDER BY r.due_on, r.topic, r.child_id LIMIT 100 FOR UPDATE OF r
      """
    )
  }

  /// When reminders of a family were sent since an instant, the latest first.
  func sentReminders(of member: Member, since instant: Date) async throws -> [Date] {
    try await values(
      """
      SELECT r.sent_at FROM membership.reminder r
      JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = r.child_id
      WHERE r.tenant_id = \(tenant) AND r.sent_at > \(instant)
        AND c.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY r.sent_at DESC
      """
    )
  }

  /// Makes the waiting reminders of a child those of a plan; what was sent or done stays as it is.
  ///
  /// What was put off by the family keeps its time unless the plan's is later.
  func replaceReminders(of child: ChildID, with plan: [PlannedReminder], at instants: [Date])
    async throws
  {
    _ = try await batch([
      """
      DELETE FROM membership.reminder WHERE tenant_id = \(tenant) AND child_id = \(child)
        AND state IN ('planned', 'expired') AND kind <> 'restock'
        AND NOT topic = ANY (\(plan.map(\.topic)))
      """,
      """
      INSERT INTO membership.reminder AS r
        (tenant_id, child_id, topic, kind, due_on, send_at, state)
      SELECT \(tenant), \(child), p.topic, p.kind, DATE '1970-01-01' + p.due, p.send, 'planned'
      FROM unnest(\(plan.map(\.topic)), \(plan.map(\.kind.rawValue)),
        \(plan.map { Int32(CivilDay($0.dueOn).number) }), \(instants)) AS p (topic, kind, due, send)
      ON CONFLICT (tenant_id, child_id, topic) DO UPDATE
      SET state = 'planned',
        due_on = CASE WHEN r.snoozes > 0 THEN greatest(r.due_on, excluded.due_on)
          ELSE excluded.due_on END,
        send_at = CASE WHEN r.snoozes > 0 THEN greatest(r.send_at, excluded.send_at)
          ELSE excluded.send_at END
      WHERE r.state IN ('planned', 'expired')
      """,
    ])
  }

  /// Drops the waiting reminders of a child.
  func dropReminders(about child: ChildID) async throws {
    try await execute(
      """
      DELETE FROM membership.reminder
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND state IN ('planned', 'expired')
      """
    )
  }

  /// Drops the waiting reminders of all children of a member.
  func dropPlannedReminders(of member: Member) async throws {
    try await execute(
      """
      DELETE FROM membership.reminder WHERE tenant_id = \(tenant) AND state = 'planned'
        AND child_id IN (SELECT id FROM membership.child WHERE tenant_id = \(tenant)
          AND member_id = ANY (\(member.accounts.map(\.uuid))))
      """
    )
  }

  /// Moves a reminder on.
  ///
  /// - Returns: Whether there is such a reminder in one of the states that may move on.
  func move(
    _ topic: String,
    of child: ChildID,
    to state: Reminder.State,
    from states: [Reminder.State],
    sentAt: Date? = nil
  ) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.reminder
      SET state = \(state.rawValue), sent_at = coalesce(\(sentAt), sent_at)
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND topic = \(topic)
        AND state = ANY (\(states.map(\.rawValue)))
      """
    ) == 1
  }

  /// Lets a reminder wait until an instant.
  func postpone(_ topic: String, of child: ChildID, until instant: Date) async throws {
    try await execute(
      """
      UPDATE membership.reminder SET send_at = \(instant)
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND topic = \(topic)
        AND state = 'planned'
      """
    )
  }

  /// Notes that a reminder is being handed over.
  ///
  /// - Returns: Whether nobody has begun to before.
  func handOver(_ reminder: Reminder) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.reminder SET handed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND child_id = \(reminder.child) AND topic = \(reminder.topic)
        AND state = 'sent' AND handed_at IS NULL
      """
    ) == 1
  }

  /// Notes that a reminder certainly was not handed over.
  func takeBack(_ reminder: Reminder) async throws {
    try await execute(
      """
      UPDATE membership.reminder SET handed_at = NULL
      WHERE tenant_id = \(tenant) AND child_id = \(reminder.child) AND topic = \(reminder.topic)
        AND state = 'sent'
      """
    )
  }

  /// Lets a reminder come again later because the family wants it, at most five times.
  ///
  /// What it is about is due then, so that it is not taken for outdated.
  /// - Returns: Whether it may.
  func snooze(_ topic: String, of child: ChildID, to day: CivilDay, until instant: Date)
    async throws -> Bool
  {
    try await execute(
      """
      UPDATE membership.reminder
      SET send_at = \(instant), state = 'planned', snoozes = snoozes + 1, handed_at = NULL,
        due_on = greatest(due_on, DATE '1970-01-01' + \(day.number)::integer)
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND topic = \(topic)
        AND state IN ('planned', 'sent') AND snoozes < 5
      """
    ) == 1
  }
}

public import Foundation

extension TenantTransaction {
  /// Adds an entry to the trail, in the transaction that makes the change.
  public func audit(
    _ action: String,
    of subject: String,
    by actor: Actor,
    before: JSONValue? = nil,
    after: JSONValue? = nil
  ) async throws {
    try executeLater(
      """
      INSERT INTO tenancy.audit_entry
        (tenant_id, id, created_at, actor, action, subject, before_values, after_values)
      VALUES (\(tenant), \(environment.makeID()), \(environment.now()), \(actor.description),
        \(action), \(subject), \(before?.canonicalText)::text::jsonb,
        \(after?.canonicalText)::text::jsonb)
      """
    )
  }

  /// Adds many entries to the trail, in the transaction that makes the changes.
  public func audit(_ drafts: [AuditDraft], by actor: Actor) async throws {
    guard !drafts.isEmpty else { return }
    try executeLater(
      """
      INSERT INTO tenancy.audit_entry
        (tenant_id, id, created_at, actor, action, subject, before_values, after_values)
      SELECT \(tenant), e.id, \(environment.now()), \(actor.description), e.action, e.subject,
        e.before_values::jsonb, e.after_values::jsonb
      FROM unnest(\(drafts.map { _ in environment.makeID() }), \(drafts.map(\.action)),
        \(drafts.map(\.subject)), \(drafts.map { $0.before?.canonicalText }),
        \(drafts.map { $0.after?.canonicalText }))
        AS e (id, action, subject, before_values, after_values)
      """
    )
  }
}

/// Which entries of the trail a list shows.
public struct AuditListQuery: Sendable {
  /// Only changes of this thing.
  public var subject: String?
  /// Only changes that this one made, as the trail writes it: `shopper`, `admin:NAME`, `system`.
  public var actor: String?
  /// Only changes at or after this instant, in UTC.
  public var since: Date?
  /// Only entries before this one.
  public var before: AuditEntryID?
  /// At most so many, 1 to 100.
  public var limit = 50

  /// Asks for the latest fifty entries.
  public init() {}
}

extension TenantQuerying {
  /// Entries of the trail, newest first.
  public func auditEntries(_ query: AuditListQuery) async throws -> [AuditListEntry] {
    // Ids begin with the time, so the primary key lists by time.
    let first = TimeOrderedIDs.first(at: query.since ?? .distantPast)
    return try await all(
      """
      SELECT id, created_at, actor, action, subject, before_values::text, after_values::text
      FROM tenancy.audit_entry
      WHERE tenant_id = \(tenant) AND id >= \(first)
        AND (\(query.before?.uuid)::uuid IS NULL OR id < \(query.before?.uuid))
        AND (\(query.subject)::text IS NULL OR subject = \(query.subject))
        AND (\(query.actor)::text IS NULL OR actor = \(query.actor))
      ORDER BY id DESC LIMIT \(max(1, min(query.limit, 100)))
      """
    )
  }

  /// The latest entries of the trail, at most 100, newest first.
  public func auditEntries(of subject: String) async throws -> [AuditEntry] {
    try await all(
      """
      SELECT created_at, actor, action, subject, before_values::text, after_values::text
      FROM tenancy.audit_entry WHERE tenant_id = \(tenant) AND subject = \(subject)
      ORDER BY id DESC LIMIT 100
      """
    )
  }
}

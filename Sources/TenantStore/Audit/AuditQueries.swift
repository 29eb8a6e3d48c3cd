internal import Foundation

extension TenantTransaction {
  /// Adds an entry to the trail, in the transaction that makes the change.
  public func audit(
    _ action: String,
    of subject: String,
    by actor: Actor,
    before: JSONValue? = nil,
    after: JSONValue? = nil
  ) async throws {
    try await execute(
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
    try await execute(
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

extension TenantQuerying {
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

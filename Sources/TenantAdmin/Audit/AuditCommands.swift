internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Shows who changed what.",
    subcommands: [AuditListCommand.self]
  )
}

/// One entry of the trail.
private struct ShownAuditEntry: Encodable {
  let id: String
  let tenant: String
  let createdAt: Date
  let actor: String
  let action: String
  let subject: String
  let before: JSONValue?
  let after: JSONValue?

  init(_ listed: AuditListEntry, of slug: String) {
    id = listed.id.description
    tenant = slug
    createdAt = listed.entry.createdAt
    actor = listed.entry.actor
    action = listed.entry.action
    subject = listed.entry.subject
    before = listed.entry.before
    after = listed.entry.after
  }
}

struct AuditListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists changes, newest first; without a tenant, those of all."
  )

  private struct Page: Encodable {
    let items: [ShownAuditEntry]
    let next: String?
  }

  @Option(help: ArgumentHelp("Only this tenant's, by its short name.", valueName: "slug"))
  var tenant: String?
  @Option(help: ArgumentHelp("Only changes of this, by its id.", valueName: "id"))
  var subject: String?
  @Option(
    help: ArgumentHelp("Only changes by this one: shopper, admin:NAME or system.", valueName: "who")
  )
  var actor: String?
  @Option(help: InstantOption.help("Only changes since"), transform: InstantOption.read)
  var since: Date?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    var query = AuditListQuery()
    query.subject = subject
    query.actor = actor
    query.since = since
    query.before = try page.after.map(IDOption.read)
    query.limit = page.limit
    let found = try await entries(query, in: session)
    let items = found.sorted { $0.listed.id > $1.listed.id }.prefix(page.limit)
    let next = items.count == page.limit ? items.last?.listed.id.description : nil
    var table = Table("ENTRY", "WHEN", "TENANT", "WHO", "WHAT", "OF")
    for (slug, listed) in items {
      table.add(
        listed.id.description,
        ShownTime.text(listed.entry.createdAt),
        slug,
        listed.entry.actor,
        listed.entry.action,
        listed.entry.subject
      )
    }
    return try Report(
      Page(items: items.map { ShownAuditEntry($0.listed, of: $0.slug) }, next: next),
      text: PageText.text(table.text(ifEmpty: "No such changes."), next: next)
    )
  }

  /// A page of each tenant's trail: no role may read the trails of all at once.
  private func entries(_ query: AuditListQuery, in session: AdminSession) async throws
    -> [(slug: String, listed: AuditListEntry)]
  {
    if let tenant {
      return try await session.withTenant(tenant, options) { database, id in
        try await database.reading(id).auditEntries(query).map { (tenant, $0) }
      }
    }
    return try await session.withDatabase(options) { database in
      var found: [(slug: String, listed: AuditListEntry)] = []
      for tenant in try await database.registeredTenants() {
        let slug = tenant.document.tenant
        found += try await database.reading(tenant.id).auditEntries(query).map { (slug, $0) }
      }
      return found
    }
  }
}

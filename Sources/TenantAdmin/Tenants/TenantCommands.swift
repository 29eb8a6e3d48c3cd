internal import ArgumentParser
internal import TenantStore

struct TenantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenants",
    abstract: "Shows the registered tenants, and makes new ones.",
    subcommands: [TenantsListCommand.self, TenantsShowCommand.self, TenantsCreateCommand.self]
  )
}

/// A registered tenant as the tool shows it.
private struct ShownTenant: Encodable {
  let id: String
  let revision: Int64
  let document: TenantDocument

  init(_ tenant: RegisteredTenant) {
    id = tenant.id.description
    revision = tenant.revision
    document = tenant.document
  }
}

struct TenantsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the tenants with their hosts and modules."
  )

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let tenants = try await session.withDatabase(options) { try await $0.registeredTenants() }
    var table = Table("TENANT", "NAME", "HOSTS", "MODULES", "REVISION>")
    for tenant in tenants {
      let document = tenant.document
      table.add(
        document.tenant,
        document.name.text(in: document.locales),
        document.hosts.joined(separator: " "),
        document.modules.keys.sorted().joined(separator: " "),
        "\(tenant.revision)"
      )
    }
    return try Report(
      tenants.map(ShownTenant.init),
      text: table.text(ifEmpty: "No tenants yet. Register one with: tenant-admin apply FOLDER")
    )
  }
}

struct TenantsShowCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a tenant's settings as its tenant.yaml."
  )

  @Argument(help: "The tenant's short name.")
  var tenant: String

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (registered, _) = try await session.withDatabase(options) { database in
      let found = try await database.tenantSnapshot(tenant, modules: session.modules)
      return (found.document, found.snapshot.revision)
    }
    return try Report(registered, text: YAMLWriter.text(of: registered))
  }
}

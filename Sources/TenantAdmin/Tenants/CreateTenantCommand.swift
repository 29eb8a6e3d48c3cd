internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct TenantsCreateCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Makes a tenant that is ready to sell from a preset; a second run changes nothing.",
    discussion: """
      The preset has the categories of its trade with what they demand of a product, freight, stages \
      of childhood, and promotions and goods as drafts. With --folder what was made stays as a \
      folder for plan and apply. A tenant that is there already is left as it is.
      """
  )

  private struct Created: Encodable {
    let tenant: String
    let preset: String
    let host: String
    let isNew: Bool
    let changes: Int
  }

  @Argument(help: "The tenant's short name.")
  var tenant: String

  @Option(
    help: Choice.help("What it begins from", TenantPreset.self),
    transform: Choice.one
  )
  var preset: TenantPreset

  @Option(help: "The shop's name as shoppers read it.")
  var name: String

  @Option(help: "The telephone number as it is dialled.")
  var phone: String

  @Option(help: "The host at which it answers; the short name below localhost when absent.")
  var host: String?

  @Option(help: "A new folder in which the tenant's files stay.")
  var folder: String?

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let host = host ?? "\(tenant).localhost"
    return try await session.withDatabase(options, schema: .migrated) { database in
      let registered = try await database.registeredTenants()
        .first { $0.document.tenant == tenant }
      // One without hosts was begun and not finished: its goods come before its hosts.
      if let registered, !registered.document.hosts.isEmpty {
        return try report(host: registered.document.hosts[0], changes: nil)
      }
      let place = try place()
      defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
      try write(to: place, host: host, modules: Set(session.modules.map(\.name)))
      let changes = try await TenantReconciliation(
        database: database,
        modules: session.modules,
        report: session.report
      ).apply(try TenantSource.found(at: [place.path]), by: session.actor)
      return try report(host: host, changes: changes.reduce(0) { $0 + $1.changes.count })
    }
  }

  private func place() throws -> URL {
    guard let folder else {
      return FileManager.default.temporaryDirectory.appending(path: "tenant-\(UUID().uuidString)")
    }
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw AdminError(
        .usage,
        "\(folder) is there already; name a new folder, or run: tenant-admin apply \(folder)"
      )
    }
    return URL(filePath: folder, directoryHint: .isDirectory)
  }

  private func write(to place: URL, host: String, modules: Set<String>) throws {
    let values = TenantPreset.Values(tenant: tenant, name: name, host: host, phone: phone)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for file in preset.files(for: values, modules: modules) {
      try Data(file.text.utf8).write(to: place.appending(path: file.path))
    }
  }

  private func report(host: String, changes: Int?) throws -> Report {
    let text =
      changes.map {
        "\(tenant): made from \(preset.rawValue), \($0) changes; its shop answers at \(host). "
          + "Next: tenant-admin staff add, tenant-admin import products."
      } ?? "\(tenant): is there already and was left as it is; its shop answers at \(host)."
    return try Report(
      Created(
        tenant: tenant,
        preset: preset.rawValue,
        host: host,
        isNew: changes != nil,
        changes: changes ?? 0
      ),
      text: text
    )
  }
}

internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct SecretsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secrets",
    abstract: "Keeps a tenant's secrets, sealed; none is ever shown.",
    discussion: """
      A tenant's settings refer to a secret as env:NAME, file:NAME or store:NAME. Stored ones are \
      sealed with CRADLE_SECRET_KEY, or what CRADLE_SECRET_KEY_FILE holds; the gateway needs the \
      same key.
      """,
    subcommands: [
      SecretsSetCommand.self, SecretsListCommand.self, SecretsRemoveCommand.self,
      SecretsRotateCommand.self,
    ]
  )
}

extension AdminSession {
  func secretStore(_ database: TenantDatabase) throws(SecretError) -> SecretStore {
    try SecretStore(database: database, variables: environment)
  }
}

struct SecretsSetCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Stores a secret that is read from the standard input."
  )

  @Argument(help: "The secret's name: small letters, digits, hyphens.", transform: StoredName.read)
  var name: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let bytes = SecretStore.withoutLastLineBreak(session.terminal.readSecret())
    guard (1...SecretStore.sizeLimit).contains(bytes.count) else {
      throw AdminError(.badData, "the standard input must hold 1 to 65536 bytes of secret")
    }
    try await session.withTenant(tenant.tenant, options) { database, id in
      try await session.secretStore(database)
        .set(name, to: Secret(bytes), of: id, by: session.actor)
    }
    return try Report(
      ["stored": "store:\(name)"],
      text: "Stored. Settings refer to it as store:\(name)"
    )
  }
}

struct SecretsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the stored secrets and where settings refer to secrets."
  )

  private struct ShownSecret: Encodable {
    let name: String
    let key: String
    let updatedAt: Date
    let usedBy: [String]
  }

  private struct ShownReference: Encodable {
    let setting: String
    let reference: String
    /// Nothing where only the gateway's machine can tell.
    let isSet: Bool?
  }

  private struct Secrets: Encodable {
    let stored: [ShownSecret]
    let references: [ShownReference]
  }

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (document, stored) = try await session.withDatabase(options) { database in
      let found = try await database.tenantSnapshot(tenant.tenant, modules: session.modules)
      return (found.document, try await database.reading(found.snapshot.id).storedSecrets())
    }
    let references = document.secretReferences.map { placed in
      ShownReference(
        setting: placed.path.joined(separator: "."),
        reference: placed.reference.description,
        isSet: placed.reference.place == .store
          ? stored.contains { $0.name == placed.reference.name } : nil
      )
    }
    let shown = stored.map { secret in
      ShownSecret(
        name: secret.name,
        key: secret.keyID,
        updatedAt: secret.updatedAt,
        usedBy: references.filter { $0.reference == "store:\(secret.name)" }.map(\.setting)
      )
    }
    var table = Table("NAME", "KEY", "SET", "USED BY")
    for secret in shown {
      table.add(
        secret.name,
        secret.key,
        ShownTime.text(secret.updatedAt),
        secret.usedBy.joined(separator: " ")
      )
    }
    let missing = references.filter { $0.isSet == false }
      .map { "\nMissing: \($0.reference), which \($0.setting) refers to" }
    return try Report(
      Secrets(stored: shown, references: references),
      text: table.text(ifEmpty: "No stored secrets.") + missing.joined()
    )
  }
}

struct SecretsRemoveCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Removes a stored secret."
  )

  @Argument(help: "The secret's name.", transform: StoredName.read) var name: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let existed = try await session.withTenant(tenant.tenant, options) { database, id in
      try await session.secretStore(database).remove(name, of: id, by: session.actor)
    }
    guard existed else {
      throw AdminError(.notFound, "\(tenant.tenant) has no stored secret \(name)")
    }
    return try Report(["removed": name], text: "Removed.")
  }
}

struct SecretsRotateCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Seals the stored secrets anew with the first key; without a tenant, those of all."
  )

  @Option(help: ArgumentHelp("Only this tenant's, by its short name.", valueName: "slug"))
  var tenant: String?
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let count = try await session.withDatabase(options) { database in
      let store = try session.secretStore(database)
      let ids =
        if let tenant {
          [try await database.tenantID(tenant)]
        } else {
          try await database.registeredTenants().map(\.id)
        }
      var count = 0
      for id in ids { count += try await store.rotate(of: id, by: session.actor) }
      return count
    }
    let text = count == 0 ? "Every secret has the first key already." : "\(count) sealed anew."
    return try Report(["rotated": count], text: text)
  }
}

private enum StoredName {
  static func read(_ text: String) throws -> String {
    guard SecretReference(.store, text) != nil else {
      throw ValidationError(
        "A name has small letters, digits and single hyphens, at most 60. Is this the secret?"
      )
    }
    return text
  }
}

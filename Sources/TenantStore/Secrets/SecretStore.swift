internal import Foundation

/// Finds the secrets that tenants' settings refer to, for the providers of a process.
public struct SecretStore: Sendable {
  /// The longest secret, in bytes.
  public static let sizeLimit = 65_536

  private let database: TenantDatabase
  private let keys: SecretKeys?
  private let variables: [String: String]

  /// Prepares to look in an environment and a database.
  ///
  /// - Parameters:
  ///   - database: Where sealed secrets are.
  ///   - variables: The process's environment: tenants' variables, `CRADLE_SECRET_FILES`,
  ///     `CRADLE_SECRET_KEY` and `CRADLE_SECRET_KEY_FILE`.
  /// - Throws: ``SecretError/keysUnreadable``.
  public init(database: TenantDatabase, variables: [String: String]) throws(SecretError) {
    self.database = database
    self.variables = variables
    keys = try SecretKeys.found(in: variables)
  }

  /// The secret that a tenant's setting refers to.
  ///
  /// - Throws: ``SecretError`` when there is none, or it cannot be opened.
  public func secret(_ reference: SecretReference, of tenant: TenantSnapshot) async throws -> Secret
  {
    switch reference.place {
    case .env:
      let variable = SecretNameRule.variable(reference.name, of: tenant.slug)
      guard let value = variables[variable], !value.isEmpty else {
        throw SecretError.notSet(reference)
      }
      return Secret(Array(value.utf8))
    case .file: return try file(reference, of: tenant)
    case .store:
      let sealed = try await database.reading(tenant.id).sealedSecret(reference.name)
      guard let sealed else { throw SecretError.notSet(reference) }
      return try required().open(
        sealed.sealed,
        keyID: sealed.keyID,
        name: reference.name,
        of: tenant.id
      )
    }
  }

  /// A file of the tenant's own folder, even where a link leads elsewhere.
  private func file(_ reference: SecretReference, of tenant: TenantSnapshot) throws -> Secret {
    guard let root = variables["CRADLE_SECRET_FILES"], !root.isEmpty else {
      throw SecretError.notSet(reference)
    }
    let folder = URL(filePath: root, directoryHint: .isDirectory)
      .appending(path: tenant.slug, directoryHint: .isDirectory).resolvingSymlinksInPath()
    let file = folder.appending(path: reference.name).resolvingSymlinksInPath()
    // Component by component: the folder of "ada" is no part of that of "ada-2".
    guard
      file.pathComponents.starts(with: folder.pathComponents),
      let data = try? Data(contentsOf: file), !data.isEmpty, data.count <= Self.sizeLimit
    else { throw SecretError.notSet(reference) }
    return Secret(SecretStore.withoutLastLineBreak(Array(data)))
  }

  /// Seals a secret for a tenant; an older one of the name is replaced.
  public func set(_ name: String, to secret: Secret, of tenant: TenantID, by actor: Actor)
    async throws
  {
    let keys = try required()
    try await database.transaction(for: tenant) { transaction in
      let sealed = try keys.seal(
        secret,
        name: name,
        of: tenant,
        nonce: transaction.environment.randomBytes(12)
      )
      try await transaction.keepSecret(name, sealed, keyID: keys.current)
      try await transaction.audit("tenancy.secret_set", of: "secret:\(name)", by: actor)
    }
  }

  /// Removes a stored secret.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached.
  public func remove(_ name: String, of tenant: TenantID, by actor: Actor) async throws -> Bool {
    try await database.transaction(for: tenant) { transaction in
      guard try await transaction.forgetSecret(name) else { return false }
      try await transaction.audit("tenancy.secret_removed", of: "secret:\(name)", by: actor)
      return true
    }
  }

  /// Seals anew whatever an older key sealed.
  ///
  /// - Returns: How many secrets were sealed anew; none the second time.
  /// - Throws: ``SecretError`` when one cannot be opened; then none of the tenant's has changed.
  public func rotate(of tenant: TenantID, by actor: Actor) async throws -> Int {
    let keys = try required()
    return try await database.transaction(for: tenant) { transaction in
      let old = try await transaction.lockSecrets(notSealedWith: keys.current)
      for kept in old {
        let secret = try keys.open(kept.sealed, keyID: kept.keyID, name: kept.name, of: tenant)
        let nonce = transaction.environment.randomBytes(12)
        let sealed = try keys.seal(secret, name: kept.name, of: tenant, nonce: nonce)
        try await transaction.keepSecret(kept.name, sealed, keyID: keys.current)
        try await transaction.audit(
          "tenancy.secret_rotated",
          of: "secret:\(kept.name)",
          by: actor,
          before: ["key": .string(kept.keyID)],
          after: ["key": .string(keys.current)]
        )
      }
      return old.count
    }
  }

  /// Bytes without the line break that editors and `echo` put at the end.
  public static func withoutLastLineBreak(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return Array(bytes)
  }

  private func required() throws(SecretError) -> SecretKeys {
    guard let keys else { throw .noKeys }
    return keys
  }
}

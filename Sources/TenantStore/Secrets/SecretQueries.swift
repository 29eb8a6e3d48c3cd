public import Foundation

/// A stored secret as lists show it: without its value.
public struct StoredSecret: TenantRow {
  /// Its name.
  public let name: String
  /// The id of the key that sealed it.
  public let keyID: String
  /// When it was set or sealed anew, in UTC.
  public let updatedAt: Date

  /// Reads the columns `name, key_id, updated_at`.
  public init(row: inout ColumnReader) throws {
    name = try row.next()
    keyID = try row.next()
    updatedAt = try row.next()
  }
}

/// A secret as the database keeps it.
struct SealedSecret: TenantRow {
  let name: String
  let keyID: String
  let sealed: [UInt8]

  init(row: inout ColumnReader) throws {
    name = try row.next()
    keyID = try row.next()
    sealed = try row.next()
  }
}

extension TenantQuerying {
  /// The tenant's stored secrets by name, without their values.
  public func storedSecrets() async throws -> [StoredSecret] {
    try await all(
      """
      SELECT name, key_id, updated_at FROM tenancy.secret
      WHERE tenant_id = \(tenant) ORDER BY name LIMIT 1000
      """
    )
  }

  func sealedSecret(_ name: String) async throws -> SealedSecret? {
    try await optional(
      """
      SELECT name, key_id, sealed FROM tenancy.secret
      WHERE tenant_id = \(tenant) AND name = \(name)
      """
    )
  }
}

extension TenantTransaction {
  func keepSecret(_ name: String, _ sealed: [UInt8], keyID: String) async throws {
    try await execute(
      """
      INSERT INTO tenancy.secret (tenant_id, name, key_id, sealed, updated_at)
      VALUES (\(tenant), \(name), \(keyID), \(sealed), \(environment.now()))
      ON CONFLICT (tenant_id, name) DO UPDATE
      SET key_id = excluded.key_id, sealed = excluded.sealed, updated_at = excluded.updated_at
      """
    )
  }

  func forgetSecret(_ name: String) async throws -> Bool {
    try await execute(
      "DELETE FROM tenancy.secret WHERE tenant_id = \(tenant) AND name = \(name)"
    ) > 0
  }

  func lockSecrets(notSealedWith keyID: String) async throws -> [SealedSecret] {
    try await all(
      """
      SELECT name, key_id, sealed FROM tenancy.secret
      WHERE tenant_id = \(tenant) AND key_id <> \(keyID) ORDER BY name FOR UPDATE
      """
    )
  }
}

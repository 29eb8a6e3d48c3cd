internal import Foundation
internal import PostgresClient

/// A tenant as the registry keeps it.
public struct RegisteredTenant: Hashable, Sendable {
  /// The tenant.
  public let id: TenantID
  /// Grows by one with each change.
  public let revision: Int64
  /// The settings document.
  public let document: TenantDocument
}

/// Why the registry refused a document.
@nonexhaustive
public enum RegistryError: Error, Equatable, Sendable {
  /// Another tenant answers at the host already.
  case hostTaken(host: String, by: String)
  /// The document in the database cannot be read by this build.
  case unreadable(tenant: String)
  /// Somebody else registered or changed the tenant at the same moment.
  case changedMeanwhile(tenant: String)
}

extension RegistryError: CustomStringConvertible {
  /// What happened and what to do.
  public var description: String {
    switch self {
    case .hostTaken(let host, let slug):
      "the host \(host) belongs to tenant \(slug) already; take it out of one of the two"
    case .unreadable(let slug): "the stored settings of tenant \(slug) cannot be read by this build"
    case .changedMeanwhile(let slug): "tenant \(slug) was changed at the same moment; try again"
    }
  }
}

extension PostgresChannel {
  /// Told of each registered tenant, by its short name, when its document has changed.
  static let tenants: Self = "cradle_tenants"
}

extension TenantDatabase {
  /// All tenants, by their short names.
  public func registeredTenants() async throws -> [RegisteredTenant] {
    try await system("registry").registeredTenants().map { try $0.registered }
  }

  /// Registers a tenant or replaces its document; an equal document changes nothing.
  ///
  /// - Throws: ``RegistryError`` when a host belongs to another tenant.
  public func register(_ document: TenantDocument) async throws -> RegisteredTenant {
    try await system("registry").register(document)
  }
}

extension SystemScope {
  struct TenantRecord: PostgresRow {
    let id: TenantID
    let slug: String
    let revision: Int64
    let json: String

    init(row: inout Row) throws(PostgresDecodingError) {
      id = try row.next()
      slug = try row.next()
      revision = try row.next()
      json = try row.next()
    }

    var registered: RegisteredTenant {
      get throws(RegistryError) {
        guard
          let document = try? JSONDecoder().decode(TenantDocument.self, from: Data(json.utf8))
        else { throw .unreadable(tenant: slug) }
        return RegisteredTenant(id: id, revision: revision, document: document)
      }
    }
  }

  func registeredTenants() async throws -> [TenantRecord] {
    try await rows("SELECT id, slug, revision, document::text FROM tenancy.tenant ORDER BY slug")
  }

  func registeredTenant(_ id: TenantID) async throws -> RegisteredTenant? {
    let records: [TenantRecord] = try await rows(
      "SELECT id, slug, revision, document::text FROM tenancy.tenant WHERE id = \(id)"
    )
    return try records.first?.registered
  }

  func tenantRevisions() async throws -> [TenantID: Int64] {
    let rows = try await run(["SELECT id, revision FROM tenancy.tenant"], isRepeatable: true)
    let pairs = try rows.first?.decode(RevisionRow.self) ?? []
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, $0.revision) })
  }

  private struct RevisionRow: PostgresRow {
    let id: TenantID
    let revision: Int64

    init(row: inout Row) throws(PostgresDecodingError) {
      id = try row.next()
      revision = try row.next()
    }
  }

  func register(_ document: TenantDocument) async throws -> RegisteredTenant {
    if let taken = try await hostOwner(document) {
      throw RegistryError.hostTaken(host: taken.host, by: taken.slug)
    }
    let json = try JSONValue(encoding: document).canonicalText
    let id = TenantID.make(in: environment)
    let now = environment.now()
    do {
      _ = try await run([
        """
        INSERT INTO tenancy.tenant (id, slug, revision, document, created_at, updated_at)
        VALUES (\(id), \(document.tenant), 1, \(json)::text::jsonb, \(now), \(now))
        ON CONFLICT (slug) DO UPDATE
        SET document = excluded.document, revision = tenant.revision + 1, updated_at = \(now)
        WHERE tenant.document <> excluded.document
        """,
        """
        DELETE FROM tenancy.tenant_host h USING tenancy.tenant t
        WHERE t.slug = \(document.tenant) AND h.tenant_id = t.id AND h.host <> ALL (\(document.hosts))
        """,
        """
        INSERT INTO tenancy.tenant_host (host, tenant_id)
        SELECT host, t.id FROM tenancy.tenant t, unnest(\(document.hosts)) host
        WHERE t.slug = \(document.tenant)
          AND NOT EXISTS (
            SELECT FROM tenancy.tenant_host h WHERE h.host = host.host AND h.tenant_id = t.id)
        """,
        """
        SELECT pg_notify(\(PostgresChannel.tenants.name), slug) FROM tenancy.tenant
        WHERE slug = \(document.tenant) AND updated_at = \(now)
        """,
      ])
    } catch let error as PostgresError {
      guard case .server(let fault) = error, fault.sqlState == .uniqueViolation else { throw error }
      if let taken = try await hostOwner(document) {
        throw RegistryError.hostTaken(host: taken.host, by: taken.slug)
      }
      throw RegistryError.changedMeanwhile(tenant: document.tenant)
    }
    guard let record = try await registeredTenants().first(where: { $0.slug == document.tenant })
    else { throw TenantStoreError.emptyAnswer }
    return try record.registered
  }

  private struct HostOwner: PostgresRow {
    let host: String
    let slug: String

    init(row: inout Row) throws(PostgresDecodingError) {
      host = try row.next()
      slug = try row.next()
    }
  }

  private func hostOwner(_ document: TenantDocument) async throws -> HostOwner? {
    try await rows(
      """
      SELECT h.host, t.slug FROM tenancy.tenant_host h JOIN tenancy.tenant t ON t.id = h.tenant_id
      WHERE h.host = ANY (\(document.hosts)) AND t.slug <> \(document.tenant) ORDER BY h.host LIMIT 1
      """,
      as: HostOwner.self
    ).first
  }
}

import Foundation
import Logging
import TenantStore

/// A database with many tenants of a few hundred rows, and one with many rows.
struct ItemDatabase: Sendable {
  let address: DatabaseAddress
  let database: TenantDatabase
  let tenantCount: Int
  let rowsPerTenant: Int64
  /// How many rows the one large tenant has.
  let bulkRows: Int
  /// The server's main process; nil when it runs on another machine.
  let postmaster: Int?

  /// The nth tenant, from 0; pgbench can count, so its scripts know the same ids.
  func tenant(_ number: Int) -> TenantID { Self.tenant(Self.firstNumber + number) }

  var tenants: [TenantID] { (0..<tenantCount).map(tenant) }

  /// The tenant of the bulk figures.
  let bulkTenant = Self.tenant(Self.firstNumber - 1)

  /// The settings of the pgbench scripts that know the tenants.
  static let firstNumber = 100_000_000_001
  static let idPrefix = "00000000-0000-7000-8000-"

  private static func tenant(_ number: Int) -> TenantID {
    guard let uuid = UUID(uuidString: "\(idPrefix)\(number)") else {
      preconditionFailure("\(number) has not twelve digits")
    }
    return TenantID(uuid: uuid)
  }

  /// Brings the database to its schema and fills it, unless it is full.
  static func prepared(at address: DatabaseAddress, isShort: Bool) async throws -> Self {
    var logger = Logger(label: "benchmarks")
    logger.logLevel = .warning
    let migrator = Migrator(
      ownerConnection: address.url(role: DatabaseRoles.admin),
      modules: [BenchModule.module],
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    let (tenantCount, rows, bulkRows) = isShort ? (1_000, 20, 20_000) : (1_000, 500, 500_000)
    try await fill(address, tenantCount: tenantCount, rows: rows, bulkRows: bulkRows)
    var configuration = TenantDatabaseConfiguration(
      application: address.url(role: DatabaseRoles.application),
      system: address.url(role: DatabaseRoles.system)
    )
    configuration.loader = address.url(role: DatabaseRoles.loader)
    let database = TenantDatabase(configuration, logger: logger)
    let first = tenant(firstNumber)
    let backend: Int64? = try await database.reading(first).value(
      "SELECT pg_backend_pid()::bigint WHERE \(first) IS NOT NULL"
    )
    return Self(
      address: address,
      database: database,
      tenantCount: tenantCount,
      rowsPerTenant: Int64(rows),
      bulkRows: bulkRows,
      postmaster: backend.flatMap { ProcessEntry(Int($0))?.parent }
    )
  }

  private static func fill(
    _ address: DatabaseAddress,
    tenantCount: Int,
    rows: Int,
    bulkRows: Int
  ) async throws {
    let wanted = tenantCount * rows + bulkRows
    guard try await address.value("SELECT count(*) FROM bench.item") != "\(wanted)" else { return }
    let columns = "'item ' || i, (t * i) % 1000, now(), repeat('x', 100)"
    try await address.execute(
      """
      TRUNCATE bench.item;
      INSERT INTO bench.item SELECT ('\(idPrefix)' || t)::uuid, i, \(columns)
      FROM generate_series(\(firstNumber), \(firstNumber + tenantCount - 1)) t,
        generate_series(1, \(rows)) i;
      INSERT INTO bench.item SELECT ('\(idPrefix)' || t)::uuid, i, \(columns)
      FROM (VALUES (\(firstNumber - 1))) AS large (t), generate_series(1, \(bulkRows)) i;
      """
    )
    try await address.execute("VACUUM ANALYZE bench.item")
    try await address.execute("CHECKPOINT")
  }
}

import Foundation
import TenantStore

/// The module of the benchmarks: one tenant table, made by the migrator as any other.
enum BenchModule {
  struct Settings: ModuleSettings {
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }

  static let module = TenantModule(
    name: "bench",
    settings: Settings.self,
    migrations: Migration.all(in: [
      "Migrations/V0001_item.sql": items, "Migrations/V0002_loaded.sql": loaded,
    ])
  )

  /// The table of the research in which the goals were set, with our keys.
  private static let items = """
    CREATE TABLE bench.item (
      tenant_id uuid NOT NULL,
      id bigint NOT NULL,
      name text NOT NULL,
      price bigint NOT NULL,
      created timestamptz NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    -- tenant-table: bench.item
    """

  /// The same columns, for what is loaded and thrown away.
  private static let loaded = """
    CREATE TABLE bench.loaded (LIKE bench.item INCLUDING ALL);
    -- tenant-table: bench.loaded loader
    """
}

/// A row of the benchmark's table.
struct Item: TenantRow {
  let id: Int64
  let name: String
  let price: Int64
  let created: Date
  let body: String

  init(row: inout ColumnReader) throws {
    id = try row.next()
    name = try row.next()
    price = try row.next()
    created = try row.next()
    body = try row.next()
  }
}

extension TenantQuerying {
  /// One row by its key.
  func item(_ id: Int64) async throws -> Item? {
    try await optional(
      """
      SELECT id, name, price, created, body FROM bench.item
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// The first rows by their key.
  func items(_ count: Int64) async throws -> [Item] {
    try await all(
      """
      SELECT id, name, price, created, body FROM bench.item
      WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(count)
      """
    )
  }

  /// All rows of the tenant.
  func allItems() async throws -> [Item] {
    try await all(
      "SELECT id, name, price, created, body FROM bench.item WHERE tenant_id = \(tenant)"
    )
  }
}

extension TenantScope {
  /// How many rows the tenant has, by reading all of them one after the other.
  func countOfStreamedItems() async throws -> Int {
    try await stream(
      "SELECT id, name, price, created, body FROM bench.item WHERE tenant_id = \(tenant)",
      as: Item.self
    ) { rows in
      var count = 0
      for try await _ in rows { count += 1 }
      return count
    }
  }
}

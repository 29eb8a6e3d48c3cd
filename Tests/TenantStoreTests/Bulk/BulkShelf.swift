import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting

/// A module with one table that may be loaded, for the tests of bulk operations.
enum BulkShelf {
  static let module = TenantModule(
    name: "shelf",
    settings: ProbeSettings.self,
    migrations: Migration.all(in: [
      "Migrations/V0001_box.sql": """
      CREATE TABLE shelf.box (
        tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
        id uuid NOT NULL,
        name text,
        weight integer NOT NULL CHECK (weight >= 0),
        price numeric,
        labels text[],
        packed_at timestamptz,
        note jsonb,
        picture bytea,
        PRIMARY KEY (tenant_id, id)
      );
      COMMENT ON TABLE shelf.box IS 'One row is one box.';
      COMMENT ON COLUMN shelf.box.tenant_id IS 'none';
      COMMENT ON COLUMN shelf.box.id IS 'none';
      COMMENT ON COLUMN shelf.box.name IS 'none';
      COMMENT ON COLUMN shelf.box.weight IS 'none';
      COMMENT ON COLUMN shelf.box.price IS 'none';
      COMMENT ON COLUMN shelf.box.labels IS 'none';
      COMMENT ON COLUMN shelf.box.packed_at IS 'none';
      COMMENT ON COLUMN shelf.box.note IS 'none';
      COMMENT ON COLUMN shelf.box.picture IS 'none';
      -- tenant-table: shelf.box loader
      """
    ])
  )

  static let table = BulkTable(
    "shelf.box",
    columns: ["id", "name", "weight", "price", "packed_at", "note", "picture"]
  )

  /// What the tests write; some have NULLs, quotes, nothing at all, or a lot.
  struct Box: Equatable, TenantRow {
    var id: UUID
    var name: String?
    var weight: Int32
    var price: String?
    var note: String?
    var picture: Data?

    init(_ number: Int, id: UUID = UUID()) {
      self.id = id
      weight = Int32(number)
      switch number % 5 {
      case 0: (name, price, note, picture) = (nil, nil, nil, nil)
      case 1: (name, price, note, picture) = ("", "0", "{}", Data())
      case 2:
        (name, price, note) = ("'); DROP TABLE shelf.box; -- \"\\N\t\n{}", "-12.50", "[1, 2]")
      case 3: (name, price, note) = ("雪\(number)", "1234567890123.000100", "{\"a\": \"$1\"}")
      default:
        name = String(repeating: "long ", count: number % 100 == 4 ? 20_000 : 3)
        picture = Data(count: number % 100 == 4 ? 100_000 : 3)
      }
    }

    init(row: inout ColumnReader) throws {
      id = try row.next()
      name = try row.next()
      weight = try row.next()
      price = try row.next(PostgresNumeric?.self)?.text
      note = try row.next(PostgresJSON?.self)?.text
      picture = try row.next()
    }

    func write(to row: inout BulkRow) {
      row.append(id)
      row.append(name)
      row.append(weight)
      row.append(price.map(PostgresNumeric.init(text:)))
      row.append(Date?.none)
      row.append(note.map(PostgresJSON.init(text:)))
      row.append(picture)
    }
  }

  static func boxes(_ count: Int) -> [Box] { (0..<count).map { Box($0) } }

  /// All boxes of a tenant by weight, as a query of a module would read them.
  static func query(_ tenant: TenantID) -> TenantQuery {
    """
    SELECT id, name, weight, price, note, picture FROM shelf.box
    WHERE tenant_id = \(tenant) ORDER BY weight
    """
  }
}

extension TestTenant {
  func boxes() async throws -> [BulkShelf.Box] { try await scope.all(BulkShelf.query(id)) }

  func count() async throws -> Int? {
    try await scope.value("SELECT count(*) FROM shelf.box WHERE tenant_id = \(id)")
  }
}

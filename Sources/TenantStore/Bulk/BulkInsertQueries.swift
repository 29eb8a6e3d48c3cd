internal import PostgresClient

/// The statements of bulk inserts; names are checked identifiers of the source code.
enum BulkInsertQueries {
  /// One insert of many rows, whose first value is the tenant.
  static func insert(
    into table: BulkTable,
    rows: Int,
    as form: BulkForm,
    onConflict: BulkConflict,
    values: [PostgresValue],
    tenant: TenantID
  ) -> TenantQuery {
    let columns = table.columns.joined(separator: ", ")
    let source =
      switch form {
      case .arrays:
        "SELECT $1, \(columns) FROM unnest(\(parameters(2, table.columns.count)))"
          + " AS given (\(columns))"
      case .values: "VALUES " + tuples(rows, of: table.columns.count)
      }
    return TenantQuery(
      checked: "INSERT INTO \(table.name) (tenant_id, \(columns)) \(source)"
        + ending(onConflict, of: table),
      values: [tenant.postgresValue] + values
    )
  }

  private static func tuples(_ rows: Int, of width: Int) -> String {
    (0..<rows).map { "($1, \(parameters(2 + $0 * width, width)))" }.joined(separator: ", ")
  }

  private static func parameters(_ first: Int, _ count: Int) -> String {
    (first..<first + count).map { "$\($0)" }.joined(separator: ", ")
  }

  private static func ending(_ conflict: BulkConflict, of table: BulkTable) -> String {
    switch conflict {
    case .refuse: return ""
    case .ignore(let key): return " ON CONFLICT (\(target(key))) DO NOTHING"
    case .replace(let key):
      let names = Set(key.map(BulkTable.column))
      let changes = table.columns.filter { !names.contains($0) }
        .map { "\($0) = excluded.\($0)" }
      let action =
        changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes.joined(separator: ", "))"
      return " ON CONFLICT (\(target(key))) DO \(action)"
    }
  }

  private static func target(_ key: [StaticString]) -> String {
    (["tenant_id"] + key.map(BulkTable.column)).joined(separator: ", ")
  }
}

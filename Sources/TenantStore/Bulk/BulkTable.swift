public import PostgresClient

/// A tenant table and the columns of it that a bulk operation writes.
///
/// The tenant's column is not among them: the layer writes it. Names come from the source code only;
/// one that is no plain identifier, or that is `tenant_id`, is a mistake of the developer and traps.
public struct BulkTable: Sendable {
  let name: String
  let columns: [String]

  /// Names a table as `schema.table`, and its columns in the order of a row's values.
  public init(_ table: StaticString, columns: [StaticString]) {
    let parts = table.description.split(separator: ".", omittingEmptySubsequences: false)
    precondition(parts.count == 2, "A table is named with its schema.")
    precondition(!columns.isEmpty, "A bulk operation writes at least one column.")
    name = parts.map { Self.identifier(String($0)) }.joined(separator: ".")
    self.columns = columns.map(Self.column)
  }

  /// The name of a column that a caller may write.
  static func column(_ name: StaticString) -> String {
    precondition(name.description != "tenant_id", "The layer writes tenant_id, nobody else.")
    return identifier(name.description)
  }

  private static func identifier(_ name: String) -> String {
    let isPlain = name.utf8.enumerated().allSatisfy { place, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): place > 0
      default: false
      }
    }
    precondition(isPlain && !name.isEmpty, "A name is of lower-case letters, digits and _.")
    return name
  }
}

/// The values of one row, in the order of the table's columns.
public struct BulkRow {
  private(set) var values: [PostgresValue] = []

  /// Appends the next column's value, nil for NULL.
  ///
  /// A value is of exactly its column's type, an `Int32` for an `integer`.
  public mutating func append(_ value: some PostgresEncodable) {
    values.append(value.postgresValue)
  }

  mutating func append(tenant: PostgresValue) { values.append(tenant) }

  mutating func clear() { values.removeAll(keepingCapacity: true) }
}

/// What happens to a row whose key a row of the tenant has already.
public enum BulkConflict: Sendable {
  /// The whole insert fails.
  case refuse
  /// The row that is there stays; the key's columns without `tenant_id`.
  case ignore(key: [StaticString])
  /// The row that is there gets the new values; the key's columns without `tenant_id`. Two rows of
  /// one statement may not have the same key.
  case replace(key: [StaticString])
}

/// How the rows of a bulk insert travel.
package enum BulkForm: Sendable {
  /// An array for each column.
  case arrays
  /// A list of rows, which Citus can route.
  case values
}

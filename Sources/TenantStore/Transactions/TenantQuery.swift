public import PostgresClient

/// A value that a column can hold: it is bound to queries and read from rows.
public typealias ColumnValue = PostgresDecodable & PostgresEncodable

/// One SQL statement of one tenant.
///
/// The text comes from literals only; `\(value)` becomes a bound parameter, and interpolating the
/// tenant always binds `$1`. A query that never names its tenant is refused before it is sent.
public struct TenantQuery: ExpressibleByStringInterpolation, Sendable {
  let text: String
  /// The tenant, if the query names it, and then the values that are bound.
  let values: [PostgresValue]
  let namesTenant: Bool

  /// A query without values; it will be refused unless it names the tenant.
  public init(stringLiteral value: String) {
    text = value
    values = []
    namesTenant = false
  }

  /// A query from an interpolated literal.
  public init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
    values = stringInterpolation.values
    namesTenant = stringInterpolation.namesTenant
  }

  /// A query of the layer's own, which names its tenant first among the values.
  init(checked text: String, values: [PostgresValue]) {
    self.text = text
    self.values = values
    namesTenant = true
  }

  /// What the compiler builds an interpolated query with.
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    /// The first place is the tenant's.
    var values: [PostgresValue] = []
    var namesTenant = false

    /// Starts an empty query.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 3)
      values.reserveCapacity(interpolationCount + 1)
      values.append(.null(.uuid))
    }

    /// Appends text of the literal.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Names the tenant: always `$1`.
    public mutating func appendInterpolation(_ tenant: TenantID) {
      namesTenant = true
      values[0] = tenant.postgresValue
      text += "$1"
    }

    /// Binds a value.
    public mutating func appendInterpolation(_ value: some PostgresEncodable) {
      values.append(value.postgresValue)
      text += ParameterName.of(values.count)
    }

    /// Binds a value that may be missing.
    public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
      values.append(value.postgresValue)
      text += ParameterName.of(values.count)
    }

    /// Inserts a part of a query that was itself written as a literal.
    public mutating func appendInterpolation(_ part: QueryPart) {
      var rest = part.text[...]
      for value in part.values {
        // The mark is one byte, and bytes are found much sooner than characters.
        guard let mark = rest.utf8.firstIndex(of: QueryPart.markByte) else { break }
        values.append(value)
        text += rest[..<mark]
        text += ParameterName.of(values.count)
        rest = rest[rest.utf8.index(after: mark)...]
      }
      text += rest
    }
  }

  /// The statement for a tenant, whichever tenant the query was written with.
  func statement(for tenant: TenantID) -> Statement {
    var values = values
    let first = tenant.postgresValue
    if values.isEmpty { values = [first] } else if values[0] != first { values[0] = first }
    return Statement(unsafeText: text, values: values)
  }
}

/// A part of a query that depends on what is asked, such as a filter or an order.
///
/// Like the query, its text comes from literals only. Parts are joined with `+`.
public struct QueryPart: ExpressibleByStringInterpolation, Sendable {
  static let mark: Character = "\u{1}"
  static let markByte: UInt8 = 1
  let text: String
  let values: [PostgresValue]

  /// A part without values.
  public init(stringLiteral value: String) {
    text = value
    values = []
  }

  /// A part from an interpolated literal.
  public init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
    values = stringInterpolation.values
  }

  private init(text: String, values: [PostgresValue]) {
    self.text = text
    self.values = values
  }

  /// A whole number as text of the statement, for what the server plans by, such as a limit.
  ///
  /// Of a number that is bound it knows nothing when it plans for all values; when a plan for the one
  /// value looks cheaper it plans anew each time, which for a list costs more than reading it. Every
  /// number makes a statement of its own: only for a few, which no visitor chooses.
  public static func number(_ value: Int) -> Self { Self(text: String(value), values: []) }

  /// The first part followed by the second.
  public static func + (left: Self, right: Self) -> Self {
    Self(text: left.text + right.text, values: left.values + right.values)
  }

  /// What the compiler builds an interpolated part with.
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var values: [PostgresValue] = []

    /// Starts an empty part.
    public init(literalCapacity: Int, interpolationCount: Int) {}
    /// Appends text of the literal.
    public mutating func appendLiteral(_ literal: String) { text += literal }
    /// Binds a value.
    public mutating func appendInterpolation(_ value: some PostgresEncodable) {
      values.append(value.postgresValue)
      text.append(QueryPart.mark)
    }
  }
}

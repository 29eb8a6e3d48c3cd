/// A type whose values can be bound to a statement.
public protocol PostgresEncodable: Sendable {
  /// The type that values are bound as.
  static var postgresType: PostgresType { get }
  /// The value as it travels.
  var postgresValue: PostgresValue { get }
}

/// A type whose values can be read from a row.
public protocol PostgresDecodable {
  /// Reads a cell, refusing NULL unless the type itself can be absent.
  ///
  /// - Parameter cell: The cell, valid until the initialiser returns.
  /// - Throws: When the cell's type or content does not fit.
  init(postgres cell: PostgresCell) throws(PostgresDecodingError)
}

/// A type that travels both ways.
public typealias PostgresCodable = PostgresDecodable & PostgresEncodable

/// A type that arrays of the server can hold.
public protocol PostgresArrayElement: Sendable {
  /// The type of an array of these.
  static var postgresArrayType: PostgresType { get }
  /// Makes the array that travels.
  static func postgresArray(_ elements: [Self]) -> PostgresValue
  /// Reads an array.
  ///
  /// - Parameter cell: The cell that holds it.
  /// - Throws: When the cell's type or content does not fit.
  /// - Returns: The elements in order.
  static func elements(of cell: PostgresCell) throws(PostgresDecodingError) -> [Self]
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  /// The type of the value when there is one.
  public static var postgresType: PostgresType { Wrapped.postgresType }

  /// The value, or NULL.
  public var postgresValue: PostgresValue { self?.postgresValue ?? .null(Wrapped.postgresType) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  /// Reads a cell, and NULL as nil.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    self = cell.isNull ? nil : try Wrapped(postgres: cell)
  }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
  /// The type of the raw value.
  public static var postgresType: PostgresType { RawValue.postgresType }

  /// The raw value as it travels.
  public var postgresValue: PostgresValue { rawValue.postgresValue }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
  /// Reads the raw value and refuses one that stands for nothing.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    guard let value = Self(rawValue: try RawValue(postgres: cell)) else {
      throw cell.error(expected: "a known \(Self.self)")
    }
    self = value
  }
}

extension PostgresArrayElement where Self: RawRepresentable, RawValue: PostgresArrayElement {
  /// The type of an array of raw values.
  public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}

/// A data type of the server, named by its object identifier.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
  /// The identifier in the server's catalogue of types; 0 leaves the choice to the server.
  public var rawValue: UInt32

  /// Names the type with an identifier.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}

extension PostgresType {
  /// No type: the server infers it from where the value stands.
  public static let unspecified = Self(rawValue: 0)
  /// True or false.
  public static let bool = Self(rawValue: 16)
  /// Bytes of any length.
  public static let bytea = Self(rawValue: 17)
  /// A signed integer of 64 bits.
  public static let int8 = Self(rawValue: 20)
  /// A signed integer of 16 bits.
  public static let int2 = Self(rawValue: 21)
  /// A signed integer of 32 bits.
  public static let int4 = Self(rawValue: 23)
  /// Text of any length.
  public static let text = Self(rawValue: 25)
  /// Floating point of 32 bits.
  public static let float4 = Self(rawValue: 700)
  /// Floating point of 64 bits.
  public static let float8 = Self(rawValue: 701)
  /// A civil day.
  public static let date = Self(rawValue: 1082)
  /// An instant, to the microsecond.
  public static let timestamptz = Self(rawValue: 1184)
  /// A decimal number of any precision.
  public static let numeric = Self(rawValue: 1700)
  /// A universally unique identifier.
  public static let uuid = Self(rawValue: 2950)
  /// A JSON document in the server's decomposed form.
  public static let jsonb = Self(rawValue: 3802)

  /// An array of ``bool``.
  public static let boolArray = Self(rawValue: 1000)
  /// An array of ``bytea``.
  public static let byteaArray = Self(rawValue: 1001)
  /// An array of ``int2``.
  public static let int2Array = Self(rawValue: 1005)
  /// An array of ``int4``.
  public static let int4Array = Self(rawValue: 1007)
  /// An array of ``text``.
  public static let textArray = Self(rawValue: 1009)
  /// An array of ``int8``.
  public static let int8Array = Self(rawValue: 1016)
  /// An array of ``float4``.
  public static let float4Array = Self(rawValue: 1021)
  /// An array of ``float8``.
  public static let float8Array = Self(rawValue: 1022)
  /// An array of ``date``.
  public static let dateArray = Self(rawValue: 1182)
  /// An array of ``timestamptz``.
  public static let timestamptzArray = Self(rawValue: 1185)
  /// An array of ``numeric``.
  public static let numericArray = Self(rawValue: 1231)
  /// An array of ``uuid``.
  public static let uuidArray = Self(rawValue: 2951)
  /// An array of ``jsonb``.
  public static let jsonbArray = Self(rawValue: 3807)
}

extension PostgresType {
  // Types that are only read: catalogues and older schemas use them, nothing is bound as one.
  static let char = Self(rawValue: 18)
  static let name = Self(rawValue: 19)
  static let oid = Self(rawValue: 26)
  static let json = Self(rawValue: 114)
  static let xml = Self(rawValue: 142)
  static let unknown = Self(rawValue: 705)
  static let nameArray = Self(rawValue: 1003)
  static let bpchar = Self(rawValue: 1042)
  static let varchar = Self(rawValue: 1043)
  static let varcharArray = Self(rawValue: 1015)

  /// Whether a schema made the type: enumerations and domains-with-input travel as text.
  var isUserDefined: Bool { rawValue >= 16_384 }
}

extension PostgresType: CustomStringConvertible {
  /// The server's name of the type, or its number.
  public var description: String { Self.names[self] ?? "oid \(rawValue)" }

  private static let names: [Self: String] = [
    .unspecified: "unspecified", .bool: "bool", .bytea: "bytea", .int8: "int8", .int2: "int2",
    .int4: "int4", .text: "text", .float4: "float4", .float8: "float8", .date: "date",
    .timestamptz: "timestamptz", .numeric: "numeric", .uuid: "uuid", .jsonb: "jsonb",
    .boolArray: "bool[]", .byteaArray: "bytea[]", .int2Array: "int2[]", .int4Array: "int4[]",
    .textArray: "text[]", .int8Array: "int8[]", .float4Array: "float4[]",
    .float8Array: "float8[]", .dateArray: "date[]", .timestamptzArray: "timestamptz[]",
    .numericArray: "numeric[]", .uuidArray: "uuid[]", .jsonbArray: "jsonb[]", .char: "char",
    .name: "name", .oid: "oid", .json: "json", .xml: "xml", .unknown: "unknown",
    .nameArray: "name[]", .bpchar: "bpchar", .varchar: "varchar", .varcharArray: "varchar[]",
  ]
}

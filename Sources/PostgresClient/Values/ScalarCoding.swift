public import Foundation

extension Bool: PostgresCodable {
  /// Bound as `bool`.
  public static var postgresType: PostgresType { .bool }

  /// One byte, 1 for true.
  public var postgresValue: PostgresValue {
    PostgresValue(type: .bool, payload: .number(self ? 1 : 0, size: 1))
  }

  /// Reads a `bool`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("bool") { $0 == .bool }
    self = unsafe bytes.first == 1
  }
}

extension Int16: PostgresCodable {
  /// Bound as `int2`.
  public static var postgresType: PostgresType { .int2 }

  /// Two bytes.
  public var postgresValue: PostgresValue { PostgresValue(type: .int2, integer: self) }

  /// Reads an `int2`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("int2") { $0 == .int2 }
    self = unsafe try cell.integer(bytes, as: Int16.self)
  }
}

extension Int32: PostgresCodable {
  /// Bound as `int4`.
  public static var postgresType: PostgresType { .int4 }

  /// Four bytes.
  public var postgresValue: PostgresValue { PostgresValue(type: .int4, integer: self) }

  /// Reads an `int4` or a smaller integer.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    if cell.type == .int2 {
      self = Int32(try Int16(postgres: cell))
      return
    }
    let bytes = unsafe try cell.content("int4") { $0 == .int4 }
    self = unsafe try cell.integer(bytes, as: Int32.self)
  }
}

extension Int64: PostgresCodable {
  /// Bound as `int8`.
  public static var postgresType: PostgresType { .int8 }

  /// Eight bytes.
  public var postgresValue: PostgresValue { PostgresValue(type: .int8, integer: self) }

  /// Reads an `int8`, a smaller integer or an `oid`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    switch cell.type {
    case .int2, .int4: self = Int64(try Int32(postgres: cell))
    case .oid:
      let bytes = unsafe try cell.content("oid") { $0 == .oid }
      self = Int64(unsafe try cell.integer(bytes, as: UInt32.self))
    default:
      let bytes = unsafe try cell.content("int8") { $0 == .int8 }
      self = unsafe try cell.integer(bytes, as: Int64.self)
    }
  }
}

extension Int: PostgresCodable {
  /// Bound as `int8`.
  public static var postgresType: PostgresType { .int8 }

  /// Eight bytes.
  public var postgresValue: PostgresValue { PostgresValue(type: .int8, integer: Int64(self)) }

  /// Reads an `int8`, a smaller integer or an `oid`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    self = Int(try Int64(postgres: cell))
  }
}

extension Float: PostgresCodable {
  /// Bound as `float4`.
  public static var postgresType: PostgresType { .float4 }

  /// Four bytes.
  public var postgresValue: PostgresValue {
    PostgresValue(type: .float4, payload: .number(UInt64(bitPattern), size: 4))
  }

  /// Reads a `float4`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("float4") { $0 == .float4 }
    self = Float(bitPattern: unsafe try cell.integer(bytes, as: UInt32.self))
  }
}

extension Double: PostgresCodable {
  /// Bound as `float8`.
  public static var postgresType: PostgresType { .float8 }

  /// Eight bytes.
  public var postgresValue: PostgresValue {
    PostgresValue(type: .float8, payload: .number(bitPattern, size: 8))
  }

  /// Reads a `float8` or a `float4`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    if cell.type == .float4 {
      self = Double(try Float(postgres: cell))
      return
    }
    let bytes = unsafe try cell.content("float8") { $0 == .float8 }
    self = Double(bitPattern: unsafe try cell.integer(bytes, as: UInt64.self))
  }
}

extension String: PostgresCodable {
  /// Bound as `text`; a column of an enumeration needs a cast in the statement.
  public static var postgresType: PostgresType { .text }

  /// The text in UTF-8.
  public var postgresValue: PostgresValue { PostgresValue(type: .text, payload: .text(self)) }

  /// Reads `text`, its relatives, and enumerations.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("text") { type in
      switch type {
      case .text, .varchar, .bpchar, .name, .char, .unknown, .xml: true
      default: type.isUserDefined
      }
    }
    self = unsafe String(decoding: bytes, as: UTF8.self)
  }
}

extension UUID: PostgresCodable {
  /// Bound as `uuid`.
  public static var postgresType: PostgresType { .uuid }

  /// Sixteen bytes.
  public var postgresValue: PostgresValue {
    let halves = halves
    return PostgresValue(type: .uuid, payload: .pair(halves.high, halves.low))
  }

  /// The UUID in its canonical form, bound as `text` without making a string of it.
  package var postgresText: PostgresValue {
    let halves = halves
    return PostgresValue(type: .text, payload: .hyphenated(halves.high, halves.low))
  }

  private var halves: (high: UInt64, low: UInt64) {
    unsafe withUnsafeBytes(of: uuid) { bytes in
      unsafe (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// Reads a `uuid`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("uuid") { $0 == .uuid }
    guard bytes.count == 16 else { throw cell.error(expected: "16 bytes") }
    self.init(uuid: unsafe bytes.loadUnaligned(as: uuid_t.self))
  }
}

extension Data: PostgresCodable {
  /// Bound as `bytea`.
  public static var postgresType: PostgresType { .bytea }

  /// The bytes as they are.
  public var postgresValue: PostgresValue { PostgresValue(type: .bytea, bytes: [UInt8](self)) }

  /// Reads a `bytea`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    unsafe self.init(try cell.content("bytea") { $0 == .bytea })
  }
}

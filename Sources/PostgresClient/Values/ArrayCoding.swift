public import Foundation

extension Array: PostgresEncodable where Element: PostgresArrayElement {
  /// The type of an array of the elements; bytes are one `bytea`.
  public static var postgresType: PostgresType { Element.postgresArrayType }

  /// The elements as they travel.
  public var postgresValue: PostgresValue { Element.postgresArray(self) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
  /// Reads an array of one dimension.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    self = try Element.elements(of: cell)
  }
}

extension PostgresArrayElement where Self: PostgresEncodable {
  /// Makes an array of one dimension whose first index is 1.
  public static func postgresArray(_ elements: [Self]) -> PostgresValue {
    let values = elements.map(\.postgresValue)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.reduce(20) { $0 + 4 + $1.payload.byteCount })
    bytes.append(length: values.isEmpty ? 0 : 1)
    bytes.append(length: values.contains(where: \.isNull) ? 1 : 0)
    bytes.append(length: Int(postgresType.rawValue))
    if !values.isEmpty {
      bytes.append(length: values.count)
      bytes.append(length: 1)
    }
    for value in values {
      bytes.append(length: value.isNull ? -1 : value.payload.byteCount)
      value.payload.append(to: &bytes)
    }
    return PostgresValue(type: postgresArrayType, bytes: bytes)
  }
}

extension PostgresArrayElement where Self: PostgresDecodable {
  /// Reads an array of one dimension, element by element.
  ///
  /// - Parameter cell: The cell that holds the array.
  /// - Throws: When the cell is no array, has several dimensions, or an element does not fit.
  /// - Returns: The elements in order.
  public static func elements(of cell: PostgresCell) throws(PostgresDecodingError) -> [Self] {
    var reader = unsafe ArrayReader(cell, try cell.content("\(postgresArrayType)") { _ in true })
    guard let dimensions = unsafe reader.number(), (0...1).contains(dimensions),
      unsafe reader.number() != nil, let type = unsafe reader.number()
    else { throw cell.error(expected: "\(postgresArrayType)") }
    guard dimensions == 1 else { return [] }
    guard let count = unsafe reader.number(), unsafe reader.number() != nil, count >= 0 else {
      throw cell.error(expected: "\(postgresArrayType)")
    }
    let elementType = PostgresType(rawValue: UInt32(bitPattern: type))
    var elements: [Self] = []
    for _ in 0..<count {
      elements.append(try Self(postgres: unsafe try reader.element(elementType)))
    }
    return elements
  }
}

/// Walks the binary form of an array: dimensions, flags, element type, then each element.
@unsafe
private struct ArrayReader {
  private let cell: PostgresCell
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ cell: PostgresCell, _ bytes: UnsafeRawBufferPointer) {
    unsafe self.cell = cell
    unsafe self.bytes = unsafe bytes
  }

  mutating func number() -> Int32? {
    guard unsafe offset + 4 <= bytes.count else { return nil }
    defer { unsafe offset += 4 }
    return unsafe Int32(
      bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
    )
  }

  mutating func element(_ type: PostgresType) throws(PostgresDecodingError) -> PostgresCell {
    guard let length = unsafe number(), unsafe offset + max(0, Int(length)) <= bytes.count else {
      throw unsafe cell.error(expected: "a whole array")
    }
    guard length >= 0 else {
      return unsafe PostgresCell(elementOf: cell, type: type, bytes: nil)
    }
    let end = unsafe offset + Int(length)
    defer { unsafe offset = end }
    return unsafe PostgresCell(
      elementOf: cell,
      type: type,
      bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
    )
  }
}

extension UInt8: PostgresArrayElement {
  /// Bytes together are one `bytea`, not an array.
  public static var postgresArrayType: PostgresType { .bytea }

  /// Makes a `bytea`.
  public static func postgresArray(_ elements: [UInt8]) -> PostgresValue {
    PostgresValue(type: .bytea, bytes: elements)
  }

  /// Reads a `bytea`.
  ///
  /// - Parameter cell: The cell that holds the bytes.
  /// - Throws: When the cell is NULL or no `bytea`.
  /// - Returns: The bytes in order.
  public static func elements(of cell: PostgresCell) throws(PostgresDecodingError) -> [UInt8] {
    unsafe Array(try cell.content("bytea") { $0 == .bytea })
  }
}

extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresCodable {
  /// The type of an array of the wrapped values.
  public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

extension Bool: PostgresArrayElement {
  /// An array of `bool`.
  public static var postgresArrayType: PostgresType { .boolArray }
}

extension Int16: PostgresArrayElement {
  /// An array of `int2`.
  public static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresArrayElement {
  /// An array of `int4`.
  public static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresArrayElement {
  /// An array of `int8`.
  public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresArrayElement {
  /// An array of `int8`.
  public static var postgresArrayType: PostgresType { .int8Array }
}

extension Float: PostgresArrayElement {
  /// An array of `float4`.
  public static var postgresArrayType: PostgresType { .float4Array }
}

extension Double: PostgresArrayElement {
  /// An array of `float8`.
  public static var postgresArrayType: PostgresType { .float8Array }
}

extension String: PostgresArrayElement {
  /// An array of `text`.
  public static var postgresArrayType: PostgresType { .textArray }
}

extension UUID: PostgresArrayElement {
  /// An array of `uuid`.
  public static var postgresArrayType: PostgresType { .uuidArray }
}

extension Date: PostgresArrayElement {
  /// An array of `timestamptz`.
  public static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension Data: PostgresArrayElement {
  /// An array of `bytea`.
  public static var postgresArrayType: PostgresType { .byteaArray }
}

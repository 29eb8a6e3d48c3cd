/// One column of many rows, as the array that travels to `unnest`.
///
/// An array's elements look in their binary form as the fields of a binary copy do.
package struct ColumnArray {
  private let elements = CopyBuffer()
  private var type: PostgresType?
  private var hasNull = false
  private var count = 0

  /// Makes an empty column.
  package init() {}

  /// Appends the value of the next row.
  ///
  /// - Parameter value: The value, of the type of the first one.
  /// - Returns: False when it is of another type, or cannot be an element of an array.
  package mutating func append(_ value: PostgresValue) -> Bool {
    let type = type ?? value.type
    guard value.type == type, type.array != nil, elements.append(field: value) else { return false }
    self.type = type
    if value.isNull { hasNull = true }
    count += 1
    return true
  }

  /// Gives the array and begins a new one.
  package mutating func take() -> PostgresValue? {
    guard let type, let arrayType = type.array else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20 + elements.count)
    bytes.append(length: 1)
    bytes.append(length: hasNull ? 1 : 0)
    bytes.append(length: Int(type.rawValue))
    bytes.append(length: count)
    bytes.append(length: 1)
    unsafe bytes.append(contentsOf: elements.bytes)
    elements.clear()
    (hasNull, count, self.type) = (false, 0, nil)
    return PostgresValue(type: arrayType, bytes: bytes)
  }
}

extension PostgresType {
  /// The type of an array of this one, where it is known.
  fileprivate var array: PostgresType? {
    switch self {
    case .bool: .boolArray
    case .bytea: .byteaArray
    case .date: .dateArray
    case .float4: .float4Array
    case .float8: .float8Array
    case .int2: .int2Array
    case .int4: .int4Array
    case .int8: .int8Array
    case .jsonb: .jsonbArray
    case .numeric: .numericArray
    case .text: .textArray
    case .timestamptz: .timestamptzArray
    case .uuid: .uuidArray
    default: nil
    }
  }
}

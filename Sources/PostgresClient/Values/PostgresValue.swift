/// One value on its way to the server: a type, and a payload or NULL.
///
/// Values of fixed size and strings are held without a further allocation.
public struct PostgresValue: Hashable, Sendable {
  /// The type that the value is bound as.
  public let type: PostgresType
  let payload: Payload

  enum Payload: Hashable, Sendable {
    case null
    /// The low `size` bytes of a big-endian number.
    case number(UInt64, size: UInt8)
    case pair(UInt64, UInt64)
    case text(String)
    /// The text of a UUID, which is written only when it travels.
    case hyphenated(UInt64, UInt64)
    /// Text behind the version byte of jsonb's binary form.
    case document(String)
    /// Sent in the type's text form, for types whose binary form we do not write.
    case literal(String)
    case bytes([UInt8])
  }

  init(type: PostgresType, payload: Payload) {
    self.type = type
    self.payload = payload
  }

  init(type: PostgresType, integer: some FixedWidthInteger & SignedInteger) {
    self.type = type
    self.payload = .number(
      UInt64(truncatingIfNeeded: integer),
      size: UInt8(integer.bitWidth / 8)
    )
  }

  /// Makes a value from the type's binary form.
  public init(type: PostgresType, bytes: [UInt8]) {
    self.init(type: type, payload: .bytes(bytes))
  }

  /// Makes a NULL of a type.
  public static func null(_ type: PostgresType) -> Self {
    Self(type: type, payload: .null)
  }

  /// Whether the value is NULL.
  public var isNull: Bool {
    if case .null = payload { true } else { false }
  }
}

extension PostgresValue: CustomStringConvertible, CustomDebugStringConvertible {
  /// The type alone, so that a log cannot show the value by accident.
  public var description: String { isNull ? "NULL" : "a value of \(type)" }

  /// The type alone.
  public var debugDescription: String { description }
}

extension PostgresValue.Payload {
  /// How many bytes travel.
  var byteCount: Int {
    switch self {
    case .null: 0
    case .number(_, let size): Int(size)
    case .pair: 16
    case .hyphenated: 36
    case .text(let text), .literal(let text): text.utf8.count
    case .document(let text): text.utf8.count + 1
    case .bytes(let bytes): bytes.count
    }
  }

  var isBinary: Bool {
    if case .literal = self { false } else { true }
  }

  /// Gives the 36 characters of a UUID in their canonical form, in lower case.
  @inline(__always)
  static func forEachCharacter(
    ofHyphenated high: UInt64,
    _ low: UInt64,
    _ body: (UInt8) -> Void
  ) {
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { body(UInt8(ascii: "-")) }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - digit % 16) * 4)) & 15
      body(nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }

  /// Appends what travels, in the order of the wire.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: break
    case .number(let number, let size): bytes.append(bigEndian: number, size: Int(size))
    case .pair(let high, let low):
      bytes.append(bigEndian: high, size: 8)
      bytes.append(bigEndian: low, size: 8)
    case .text(let text), .literal(let text): bytes.append(contentsOf: text.utf8)
    case .hyphenated(let high, let low):
      Self.forEachCharacter(ofHyphenated: high, low) { bytes.append($0) }
    case .document(let text):
      bytes.append(1)
      bytes.append(contentsOf: text.utf8)
    case .bytes(let own): bytes.append(contentsOf: own)
    }
  }
}

extension [UInt8] {
  mutating func append(bigEndian number: UInt64, size: Int) {
    for shift in stride(from: (size - 1) * 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  mutating func append(length: Int) {
    append(bigEndian: UInt64(truncatingIfNeeded: length), size: 4)
  }
}

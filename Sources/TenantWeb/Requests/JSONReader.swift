package import TenantStore

/// Reads JSON (RFC 8259) strictly in one pass, in time proportional to its length.
///
/// Foundation's decoder tries one type after another for a value of unknown type, which lets a
/// small body cost seconds; it also takes the last of two equal keys.
package struct JSONReader {
  private static let deepest = 64
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// Reads a whole body.
  ///
  /// - Throws: A refusal that says at which byte it stops being JSON.
  package static func read(_ bytes: [UInt8]) throws(WebRefusal) -> JSONValue {
    var reader = Self(bytes: bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.refusal("has more after its end") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func refusal(_ reason: String) -> WebRefusal {
    WebRefusal(
      .requestMalformed,
      details: ["reason": .string("the JSON \(reason)"), "byte": .integer(Int64(index))]
    )
  }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(WebRefusal) -> JSONValue {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try nested { reader throws(WebRefusal) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(WebRefusal) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout Self) throws(WebRefusal) -> JSONValue
  ) throws(WebRefusal) -> JSONValue {
    guard depth < Self.deepest else { throw refusal("is nested too deeply") }
    depth += 1
    index += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(WebRefusal) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw refusal("needs a key") }
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw refusal("needs a colon") }
      guard members.updateValue(try value(), forKey: key) == nil else {
        throw refusal("has a key twice")
      }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw refusal("has an object that does not end") }
    return .object(members)
  }

  private mutating func array() throws(WebRefusal) -> JSONValue {
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw refusal("has an array that does not end") }
    return .array(elements)
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(WebRefusal)
    -> JSONValue
  {
    let letters = Array(text.description.utf8)
    guard bytes[index...].starts(with: letters) else { throw refusal("has an unknown word") }
    index += letters.count
    return value
  }

  private mutating func number() throws(WebRefusal) -> JSONValue {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    let whole = skipDigits()
    guard whole == 1 || (whole > 1 && bytes[index - whole] != UInt8(ascii: "0")) else {
      throw refusal("has something that is no value")
    }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      index += 1
      isWhole = false
      guard skipDigits() > 0 else { throw refusal("has a broken number") }
    }
    if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
      index += 1
      isWhole = false
      if let sign = current, "+-".utf8.contains(sign) { index += 1 }
      guard skipDigits() > 0 else { throw refusal("has a broken number") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw refusal("has a number that is too large")
    }
    return Int64(exactly: number).map { .integer($0) } ?? .number(number)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while current?.isDigit == true { index += 1 }
    return index - start
  }

  private mutating func string() throws(WebRefusal) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = current {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw refusal("has a text that is not UTF-8")
        }
        guard StreamSafeText.isSafe(valid) else {
          throw refusal("has too many combining marks in a row")
        }
        return valid
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw refusal("has a control character in a text")
      default: text.append(byte)
      }
    }
    throw refusal("has a text that does not end")
  }

  private mutating func escape() throws(WebRefusal) -> Unicode.Scalar {
    guard let byte = current else { throw refusal("ends in an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    default: throw refusal("has an unknown escape")
    }
  }

  private mutating func escapedScalar() throws(WebRefusal) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), bytes[index...].starts(with: Array("\\u".utf8)) else {
      throw refusal("has half a surrogate pair")
    }
    index += 2
    let second = try fourDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw refusal("has half a surrogate pair") }
    return scalar
  }

  private mutating func fourDigits() throws(WebRefusal) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = current?.hexadecimalValue else { throw refusal("has a broken escape") }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}

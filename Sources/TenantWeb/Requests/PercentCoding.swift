internal import TenantStore

/// Percent-encoding of RFC 3986, strict: what cannot be decoded is refused, never guessed.
enum PercentCoding {
  /// The text of percent-encoded bytes.
  ///
  /// - Throws: A refusal for a broken escape, a NUL, bytes that are no UTF-8, or more combining marks
  ///   in a row than any language has.
  static func decoded(
    _ bytes: some Collection<UInt8>,
    plusIsSpace: Bool = false
  ) throws(WebRefusal) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next()?.hexadecimalValue,
          let low = iterator.next()?.hexadecimalValue
        else { throw WebRefusal(.requestMalformed, details: ["reason": "broken percent-encoding"]) }
        plain.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: plain.append(UInt8(ascii: " "))
      default: plain.append(byte)
      }
    }
    guard let text = String(validating: plain, as: UTF8.self), !plain.contains(0) else {
      throw WebRefusal(.requestMalformed, details: ["reason": "not UTF-8 text"])
    }
    guard StreamSafeText.isSafe(text) else {
      throw WebRefusal(.requestMalformed, details: ["reason": "too many combining marks in a row"])
    }
    return text
  }

  /// The text with everything escaped but the unreserved characters.
  static func encoded(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isUnreserved) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count * 3)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: byte.isDigit || (byte | 0x20).isLowerCaseLetter
    }
  }
}

extension UInt8 {
  /// What a hexadecimal digit stands for.
  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

internal import TenantStore

/// Percent-encoding of RFC 3986, strict: what cannot be decoded is refused, never guessed.
enum PercentCoding {
  /// The text of percent-encoded bytes.
  ///
  /// - Throws: A refusal for a broken escape, a NUL or bytes that are no UTF-8.
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
    return text
  }

  /// The text with everything escaped but the unreserved characters.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      if byte.isDigit || (byte | 0x20).isLowerCaseLetter || "-._~".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
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

public import TenantStore

/// What a text must look like: a format or pattern for the document, and the check that stands for it.
///
/// The check is plain code, because requests run no regular expressions.
public struct StringFormat: Sendable {
  /// The `format` of JSON Schema, if it has a name there.
  package let name: String?
  /// The `pattern` of JSON Schema, in ECMA 262.
  package let pattern: String?
  /// What the text must be, for a problem's message: "must be …".
  package let expectation: String
  /// Whether a text has the format.
  public let accepts: @Sendable (String) -> Bool

  /// Describes a format of your own.
  ///
  /// - Parameters:
  ///   - name: The `format` of JSON Schema, if it has a name there.
  ///   - pattern: The same as an ECMA 262 regular expression, for the document.
  ///   - expectation: What follows "must be" in a problem's message.
  ///   - accepts: Whether a text has the format.
  public init(
    name: String? = nil,
    pattern: String? = nil,
    expectation: String,
    accepts: @escaping @Sendable (String) -> Bool
  ) {
    self.name = name
    self.pattern = pattern
    self.expectation = expectation
    self.accepts = accepts
  }

  /// The shown form of an id, `prod_01j9z3…`.
  public static func id<ID: EntityID>(_ type: ID.Type) -> Self {
    Self(
      pattern: "^\(ID.prefix)_[0-7][0-9a-hjkmnp-tv-z]{25}$",
      expectation: "an id that starts with \(ID.prefix)_",
      accepts: { ID($0) != nil }
    )
  }

  /// Lower-case letters, digits and hyphens, as in addresses of pages.
  public static let slug = Self(
    pattern: "^[a-z0-9][a-z0-9-]*$",
    expectation: "lower-case letters, digits and hyphens"
  ) { text in
    text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
      && text.utf8.allSatisfy { $0.isLowerCaseLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
  }

  /// A hash or token: an even number of hexadecimal digits in lower case.
  public static func hexadecimal(digits: Int) -> Self {
    Self(
      pattern: "^[0-9a-f]{\(digits)}$",
      expectation: "\(digits) hexadecimal digits in lower case"
    ) { text in
      text.utf8.count == digits
        && text.utf8.allSatisfy { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")) ~= $0 }
    }
  }

  /// A civil day, `2026-03-01`.
  public static let date = Self(name: "date", expectation: "a date such as 2026-03-01") {
    isDate($0)
  }

  /// A point in time of RFC 3339, for answers; not checked further than its first letters.
  public static let dateTime = Self(
    name: "date-time",
    expectation: "a time such as 2026-03-01T08:00:00Z"
  ) { text in
    text.utf8.count >= 20 && isDate(text.prefix(10))
  }

  /// Bytes in base64 with its padding (RFC 4648, section 4).
  public static let base64 = Self(
    pattern: "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    expectation: "bytes in base64"
  ) { text in
    // Foundation decodes padding in the middle as well.
    let digits = text.utf8.prefix(while: \.isBase64Digit).count
    return text.utf8.count.isMultiple(of: 4) && text.utf8.count - digits <= 2
      && text.utf8.dropFirst(digits).allSatisfy { $0 == UInt8(ascii: "=") }
  }

  /// An opaque mark of a place in a list, URL-safe.
  public static let cursor = Self(
    pattern: "^[A-Za-z0-9_.~=-]+$",
    expectation: "a cursor taken from a Link header or next field"
  ) { text in
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte.isDigit || (byte | 0x20).isLowerCaseLetter || "_.~=-".utf8.contains(byte)
      }
  }
}

extension StringFormat {
  private static func isDate(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.filter(\.isDigit).count == 8 else {
      return false
    }
    let numbers = parts.compactMap { Int($0) }
    return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) != nil
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= self }
  var isLowerCaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= self }
  fileprivate var isBase64Digit: Bool {
    isDigit || (self | 0x20).isLowerCaseLetter || self == UInt8(ascii: "+")
      || self == UInt8(ascii: "/")
  }
}

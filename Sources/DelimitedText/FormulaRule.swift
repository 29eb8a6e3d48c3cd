/// Which fields a spreadsheet would run as a formula when a file is opened.
///
/// After the OWASP page "CSV Injection": fields that begin with = + - @ tab or carriage return.
/// Plain numbers and spans of them are let through, so that months before birth can be written as
/// -9 and -9..0.
enum FormulaRule {
  static func isDangerous(_ text: String) -> Bool {
    guard let first = text.utf8.first, signs.contains(first) else { return false }
    return !isSpan(text)
  }

  /// Whether a text that begins with this byte has to be looked at.
  static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D,
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  /// Whether a text has to be written with an apostrophe before it.
  ///
  /// Apostrophes before a formula count too, so that taking one away gives back what was written.
  static func needsGuard(_ text: String) -> Bool {
    isDangerous(String(text.drop { $0 == "'" }))
  }

  /// Whether a text was written with an apostrophe before it.
  static func isGuarded(_ text: String) -> Bool {
    text.utf8.first == UInt8(ascii: "'") && needsGuard(text)
  }

  private static let signs = Set("=+-@\t\r".utf8)

  /// Whether a text is a number, or two of which the second may be missing: `-9..0`, `-9..`.
  private static func isSpan(_ text: String) -> Bool {
    guard let dots = text.firstRange(of: "..") else { return isNumber(text) }
    let end = String(text[dots.upperBound...])
    return isNumber(String(text[..<dots.lowerBound])) && (end.isEmpty || isNumber(end))
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.dropFirst(text.hasPrefix("-") || text.hasPrefix("+") ? 1 : 0)
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}

internal import TenantStore

/// What a plain word of a YAML file stands for.
enum PlainScalarRule {
  /// `null`, a Boolean or a number as JSON writes them, else a text.
  static func value(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null": .null
    case "true": .bool(true)
    case "false": .bool(false)
    default: number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let hasLeadingZero = digits.hasPrefix("0") && digits.count > 1 && !digits.hasPrefix("0.")
    let isNumeric = digits.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }
    guard isNumeric, !hasLeadingZero, let first = digits.utf8.first, first != UInt8(ascii: "."),
      digits.utf8.last != UInt8(ascii: ".")
    else { return nil }
    if let whole = Int64(text) { return .integer(whole) }
    // A card or account number of 20 digits must not become a rounded one.
    guard digits.contains(".") else { return nil }
    return Double(text).map { .number($0) }
  }
}

/// Keeps a small file from standing for a huge document.
///
/// The parser copies what an alias refers to, so aliases of aliases grow without bound before the
/// document can be looked at. Few of them cannot: with at most 16, no more than 3^6 copies arise.
enum AliasRule {
  static let message =
    "uses an anchor (&) or alias (*), which is not read here; write the value out, or quote it"

  private static let aliasLimit = 16

  static func canBeExpanded(_ text: String) -> Bool {
    var aliases = 0
    var hasAnchor = false
    var previous = UInt8(ascii: "\n")
    let starts = Set(" \n\t\r[{,:-?!".utf8)
    for byte in text.utf8 {
      if starts.contains(previous) {
        if byte == UInt8(ascii: "*") { aliases += 1 }
        if byte == UInt8(ascii: "&") { hasAnchor = true }
      }
      previous = byte
    }
    return !hasAnchor || aliases <= aliasLimit
  }
}

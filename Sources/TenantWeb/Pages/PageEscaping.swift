/// Makes a text neither markup nor the end of an attribute, byte by byte.
///
/// By characters it would not hold: a quote that a combining mark follows is another character
/// than the quote, and would leave the attribute open to whoever typed it.
enum PageEscaping {
  private static let lessThan = Array("&lt;".utf8)
  private static let greaterThan = Array("&gt;".utf8)
  private static let ampersand = Array("&amp;".utf8)
  private static let doubleQuote = Array("&quot;".utf8)
  private static let singleQuote = Array("&#39;".utf8)

  static func append(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for (index, byte) in bytes.enumerated() {
        guard let entity = entity(of: byte) else { continue }
        output += bytes[start..<index]
        output += entity
        start = index + 1
      }
      output += bytes[start...]
    }
  }

  static func escaped(_ text: String) -> [UInt8] {
    var output: [UInt8] = []
    append(text, to: &output)
    return output
  }

  @inline(__always)
  private static func entity(of byte: UInt8) -> [UInt8]? {
    switch byte {
    case UInt8(ascii: "<"): lessThan
    case UInt8(ascii: ">"): greaterThan
    case UInt8(ascii: "&"): ampersand
    case UInt8(ascii: "\""): doubleQuote
    case UInt8(ascii: "'"): singleQuote
    default: nil
    }
  }
}

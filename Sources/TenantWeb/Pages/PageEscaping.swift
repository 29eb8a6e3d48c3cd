internal import Mustache

/// Makes a text neither markup nor the end of an attribute, byte by byte.
///
/// swift-mustache escapes by characters, and a quote that a combining mark follows is another
/// character than the quote: it would leave the attribute open to whoever typed it.
struct PageEscaping: MustacheContentType {
  /// What a template starts with to be escaped in this way; it shows nothing.
  ///
  /// Each template needs it, because the library goes back to its own escaping at a partial.
  static let pragma: String = {
    MustacheContentTypes.register(PageEscaping(), named: "ESCAPED_PAGE")
    return "{{% CONTENT_TYPE: ESCAPED_PAGE }}"
  }()

  func escapeText(_ text: String) -> String {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): escaped += "&lt;".utf8
      case UInt8(ascii: ">"): escaped += "&gt;".utf8
      case UInt8(ascii: "&"): escaped += "&amp;".utf8
      case UInt8(ascii: "\""): escaped += "&quot;".utf8
      case UInt8(ascii: "'"): escaped += "&#39;".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}

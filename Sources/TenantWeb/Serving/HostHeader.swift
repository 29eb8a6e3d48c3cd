/// The form of a Host header: links and redirects repeat it, so nothing but a host may stand there.
enum HostHeader {
  /// Whether text in lower case is a name or an address in brackets, perhaps with a port.
  static func isSound(_ text: String) -> Bool {
    let text = text.utf8[...]
    if text.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = text[..<end].dropFirst()
      return !address.isEmpty && address.allSatisfy(isOfAddress) && isPort(text[end...].dropFirst())
    }
    let name = text.prefix { $0 != UInt8(ascii: ":") }
    return !name.isEmpty && name.allSatisfy(isOfName) && isPort(text[name.endIndex...])
  }

  /// Nothing, or a colon and one to five digits.
  private static func isPort(_ text: Substring.UTF8View) -> Bool {
    guard let colon = text.first else { return true }
    let digits = text.dropFirst()
    return colon == UInt8(ascii: ":") && (1...5).contains(digits.count)
      && digits.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || "-._".utf8.contains(byte)
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      || ":.".utf8.contains(byte)
  }
}

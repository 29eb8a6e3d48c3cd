/// The short names that stand in addresses and files.
enum SlugRule {
  static let remedy = "must be 1 to 80 lower-case letters, digits and hyphens"

  static func isSlug(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    return isPlain && (1...80).contains(text.utf8.count) && !text.hasPrefix("-")
  }
}

/// What SentencePiece replaces before it cuts a text: a trie of byte sequences in a double array
/// (Aoe 1989, in the layout of darts-clone) and behind it the replacements, each ended by a zero.
struct CharacterMap {
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// A map that replaces nothing.
  init() {
    units = []
    replacements = []
  }

  /// Reads a map: the trie's size in bytes, the trie, the replacements.
  ///
  /// - Throws: ``ModelFileError`` when the trie does not fit.
  init(_ reader: ByteReader) throws(ModelFileError) {
    var reader = reader
    let size = Int(try reader.integer(UInt32.self))
    guard size.isMultiple(of: 4) else { throw reader.failure("the trie has \(size) bytes") }
    units = try reader.values(of: UInt32.self, count: size / 4)
    replacements = try reader.values(of: UInt8.self, count: reader.remaining)
    guard replacements.isEmpty || replacements.last == 0 else {
      throw reader.failure("the last replacement has no end")
    }
  }

  /// The longest sequence of the map that a text goes on with, and what takes its place.
  ///
  /// - Returns: Nothing when the map has none; else how many bytes of the text it is.
  func longestMatch(_ text: UnsafeBufferPointer<UInt8>, at start: Int)
    -> (length: Int, replacement: ArraySlice<UInt8>)?
  {
    guard let root = units.first else { return nil }
    var node = Int(Self.offset(root))
    var match: (length: Int, value: Int)?
    for index in start..<text.count {
      node ^= Int(text[index])
      guard node < units.count else { break }
      let unit = units[node]
      // A leaf has the highest bit, so that it never looks like a byte's label.
      guard unit & 0x8000_00FF == UInt32(text[index]) else { break }
      node ^= Int(Self.offset(unit))
      guard node < units.count else { break }
      if unit & 0x100 != 0 {
        match = (index + 1 - start, Int(units[node] & 0x7FFF_FFFF))
      }
    }
    guard let match, match.value < replacements.count else { return nil }
    let end = replacements[match.value...].firstIndex(of: 0) ?? replacements.count
    return (match.length, replacements[match.value..<end])
  }

  private static func offset(_ unit: UInt32) -> UInt32 { (unit >> 10) << ((unit & 0x200) >> 6) }
}

/// Remembers which keys of a file were seen, and on which line, in 11 to 16 bytes a key.
///
/// A key is remembered by 64 bits of a keyed hash, and never itself. That two of a million keys share
/// them, so that one is taken for the other, happens once in 37 million files.
package struct SeenKeys {
  // Many small tables, each of which grows by a quarter when it is nearly full: one large table
  // would double, be half empty after it, and need half as much again meanwhile.
  private var tables: [Table] = Array(repeating: Table(), count: 1 << tableBits)
  private static let tableBits = 12

  package init() {}

  /// Remembers a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - line: Where it stands, from 1; beyond 268 million the last of those is remembered.
  /// - Returns: The line on which it stood before, if it did.
  package mutating func insert(_ key: String, line: Int) -> Int? {
    var hasher = Hasher()
    hasher.combine(key)
    let hash = UInt64(bitPattern: Int64(hasher.finalize()))
    let table = Int(hash >> (64 - UInt64(Self.tableBits)))
    return tables[table].insert(Entry(hash, line))
  }

  /// The bytes that it holds, without what the allocator adds.
  package var byteCount: Int { tables.reduce(0) { $0 + $1.byteCount } }
}

extension SeenKeys {
  /// The 52 bits of a hash that its table does not tell, and 28 of a line, in ten bytes.
  private struct Entry {
    /// The hash, and the twelve highest bits of the line.
    var high: UInt64
    /// The sixteen lowest bits of the line.
    var low: UInt16

    init(_ hash: UInt64, _ line: Int) {
      let line = UInt32(clamping: max(1, min(line, 1 << 28 - 1)))
      high = hash << 12 | UInt64(line >> 16)
      low = UInt16(truncatingIfNeeded: line)
    }

    init(high: UInt64, low: UInt16) {
      self.high = high
      self.low = low
    }

    var hash: UInt64 { high >> 12 }
    /// Nothing stands on line 0, which marks a free place.
    var line: Int { Int(high & 0xFFF) << 16 | Int(low) }

    /// A place among so many, by the highest bits of the hash.
    func home(among count: Int) -> Int { Int(high.multipliedFullWidth(by: UInt64(count)).high) }
  }

  /// A hash table with open addressing.
  private struct Table {
    // Five words for each place, so that none is lost between them.
    private var words: [UInt16] = []
    private var count = 0

    private static let wordsPerPlace = 5
    private var placeCount: Int { words.count / Self.wordsPerPlace }

    var byteCount: Int { words.capacity * 2 + MemoryLayout<Self>.size }

    mutating func insert(_ entry: Entry) -> Int? {
      if (count + 1) * 8 > placeCount * 7 { grow() }
      let place = place(of: entry)
      let before = self[place].line
      self[place] = entry
      guard before == 0 else { return before }
      count += 1
      return nil
    }

    /// The place of an equal hash, or the free one where it belongs.
    private func place(of entry: Entry) -> Int {
      var place = entry.home(among: placeCount)
      while true {
        let found = self[place]
        if found.line == 0 || found.hash == entry.hash { return place }
        place = place + 1 == placeCount ? 0 : place + 1
      }
    }

    private subscript(place: Int) -> Entry {
      get {
        let start = place * Self.wordsPerPlace
        let upper = UInt64(words[start]) << 48 | UInt64(words[start + 1]) << 32
        let lower = UInt64(words[start + 2]) << 16 | UInt64(words[start + 3])
        return Entry(high: upper | lower, low: words[start + 4])
      }
      set {
        let start = place * Self.wordsPerPlace
        words[start] = UInt16(truncatingIfNeeded: newValue.high >> 48)
        words[start + 1] = UInt16(truncatingIfNeeded: newValue.high >> 32)
        words[start + 2] = UInt16(truncatingIfNeeded: newValue.high >> 16)
        words[start + 3] = UInt16(truncatingIfNeeded: newValue.high)
        words[start + 4] = newValue.low
      }
    }

    private mutating func grow() {
      let old = self
      let size = max(4, old.placeCount + old.placeCount / 4)
      words = Array(repeating: 0, count: size * Self.wordsPerPlace)
      for place in 0..<old.placeCount {
        let entry = old[place]
        if entry.line != 0 { self[self.place(of: entry)] = entry }
      }
    }
  }
}

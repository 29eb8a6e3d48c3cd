/// Remembers which keys of a file were seen, and on which line, in 24 bytes a key at most.
///
/// A key is remembered by 64 bits of a keyed hash, so that a million keys need no more than 24 MB.
/// That two keys of a file of a million share them happens once in 37 million files.
struct SeenKeys {
  private var hashes: [UInt64] = Array(repeating: 0, count: 16)
  private var lines: [UInt32] = Array(repeating: 0, count: 16)
  private var count = 0

  /// Remembers a key.
  ///
  /// - Returns: The line on which it stood before, if it did.
  mutating func insert(_ key: String, line: Int) -> Int? {
    if (count + 1) * 4 > hashes.count * 3 { grow() }
    var hasher = Hasher()
    hasher.combine(key)
    // Nothing is remembered by zero, which marks a free place.
    let hash = max(1, UInt64(bitPattern: Int64(hasher.finalize())))
    let place = place(of: hash)
    let before = hashes[place] == hash ? Int(lines[place]) : nil
    if before == nil { count += 1 }
    hashes[place] = hash
    lines[place] = UInt32(clamping: line)
    return before
  }

  private func place(of hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: hash) & (hashes.count - 1)
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & (hashes.count - 1) }
    return place
  }

  private mutating func grow() {
    let (oldHashes, oldLines) = (hashes, lines)
    hashes = Array(repeating: 0, count: oldHashes.count * 2)
    lines = Array(repeating: 0, count: oldHashes.count * 2)
    for (hash, line) in zip(oldHashes, oldLines) where hash != 0 {
      let place = place(of: hash)
      hashes[place] = hash
      lines[place] = line
    }
  }
}

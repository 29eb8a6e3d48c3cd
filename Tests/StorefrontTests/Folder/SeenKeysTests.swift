import Foundation
import Storefront
import Testing

@Suite("Keys that a file has")
struct SeenKeysTests {
  @Test func `a key is found on the line where it stood last, and no other is taken for it`() {
    var seen = SeenKeys()
    var model: [String: Int] = [:]
    for line in 1...60_000 {
      let key = "SKU-\(Int.random(in: 0..<40_000))"
      #expect(seen.insert(key, line: line) == model.updateValue(line, forKey: key))
    }
  }

  @Test func `lines of any size come back, as far as they can be told`() {
    var seen = SeenKeys()
    for (line, kept) in [
      (1, 1), (65_535, 65_535), (65_536, 65_536), (1 << 28 - 1, 1 << 28 - 1),
      (1 << 28, 1 << 28 - 1), (.max, 1 << 28 - 1), (0, 1),
    ] {
      _ = seen.insert("", line: line)
      #expect(seen.insert("", line: 1) == kept)
    }
  }

  @Test func `a key takes 16 bytes at most, however many there are`() {
    var seen = SeenKeys()
    var count = 0
    // Twelve sizes from the one where the tables are filled evenly, each a quarter larger.
    for size in stride(from: 0, to: 12, by: 1).map({ Int(40_000 * pow(1.25, Double($0))) }) {
      while count < size {
        count += 1
        _ = seen.insert("SKU-\(count)", line: count)
      }
      let bytes = Double(seen.byteCount) / Double(count)
      #expect(bytes <= 16, "\(bytes) bytes a key of \(count)")
    }
  }
}

/// Whether bytes are UTF-8 without NUL, after table 3-7 of the Unicode Standard.
enum UTF8Rule {
  static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    let count = bytes.count
    while index < count {
      let first = bytes[index]
      if first < 0x80 {
        guard first != 0 else { return false }
        index += 1
        continue
      }
      let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
      guard length > 0, index + length <= count else { return false }
      let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
      let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
      guard (low...high).contains(bytes[index + 1]) else { return false }
      for place in 2..<max(2, length) where bytes[index + place] & 0xC0 != 0x80 { return false }
      index += length
    }
    return true
  }
}

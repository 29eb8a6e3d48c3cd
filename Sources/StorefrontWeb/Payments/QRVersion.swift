/// A size of QR code at level M, with its codewords (ISO/IEC 18004, tables 1, 9 and E.1).
struct QRVersion {
  let number: Int
  private let total: Int
  private let correction: Int
  private let blocks: Int
  let alignment: [Int]

  static let all: [Self] = [
    Self(number: 1, total: 26, correction: 10, blocks: 1, alignment: []),
    Self(number: 2, total: 44, correction: 16, blocks: 1, alignment: [6, 18]),
    Self(number: 3, total: 70, correction: 26, blocks: 1, alignment: [6, 22]),
    Self(number: 4, total: 100, correction: 18, blocks: 2, alignment: [6, 26]),
    Self(number: 5, total: 134, correction: 24, blocks: 2, alignment: [6, 30]),
    Self(number: 6, total: 172, correction: 16, blocks: 4, alignment: [6, 34]),
    Self(number: 7, total: 196, correction: 18, blocks: 4, alignment: [6, 22, 38]),
    Self(number: 8, total: 242, correction: 22, blocks: 4, alignment: [6, 24, 42]),
    Self(number: 9, total: 292, correction: 22, blocks: 5, alignment: [6, 26, 46]),
    Self(number: 10, total: 346, correction: 26, blocks: 5, alignment: [6, 28, 50]),
  ]

  private var dataCount: Int { total - correction * blocks }
  private var lengthBits: Int { number < 10 ? 8 : 16 }

  /// How many bytes fit.
  var capacity: Int { dataCount - (4 + lengthBits + 7) / 8 }

  /// Data and error correction, block by block, interleaved (§7.6).
  func codewords(of bytes: [UInt8]) -> [UInt8] {
    let data = padded(bytes)
    let short = dataCount / blocks
    var rest = data[...]
    let parts = (0..<blocks).map { index in
      let part = Array(rest.prefix(index < blocks - dataCount % blocks ? short : short + 1))
      rest = rest.dropFirst(part.count)
      return part
    }
    let corrections = parts.map { ReedSolomon.remainder(of: $0, count: correction) }
    return interleaved(parts) + interleaved(corrections)
  }

  private func interleaved(_ parts: [[UInt8]]) -> [UInt8] {
    (0..<(parts.map(\.count).max() ?? 0)).flatMap { index in
      parts.compactMap { $0.indices.contains(index) ? $0[index] : nil }
    }
  }

  /// Byte mode, the length, the bytes, the end, and what fills the rest (§7.4).
  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    var bits: [Bool] = []
    func append(_ value: Int, _ count: Int) {
      for bit in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> bit & 1 == 1) }
    }
    append(0b0100, 4)
    append(bytes.count, lengthBits)
    for byte in bytes { append(Int(byte), 8) }
    append(0, min(4, dataCount * 8 - bits.count))
    append(0, (8 - bits.count % 8) % 8)
    var words = stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    for index in 0..<(dataCount - words.count) { words.append(index % 2 == 0 ? 0xEC : 0x11) }
    return words
  }
}

/// Reed-Solomon over GF(2⁸) with the polynomial 0x11D (§7.5.2).
private enum ReedSolomon {
  static func remainder(of data: [UInt8], count: Int) -> [UInt8] {
    let divisor = divisor(count)
    var rest = [UInt8](repeating: 0, count: count)
    for byte in data {
      let factor = byte ^ rest[0]
      rest = rest.dropFirst() + [0]
      for index in rest.indices { rest[index] ^= product(divisor[index], factor) }
    }
    return rest
  }

  private static func divisor(_ count: Int) -> [UInt8] {
    var divisor = [UInt8](repeating: 0, count: count - 1) + [1]
    var root: UInt8 = 1
    for _ in 0..<count {
      for index in divisor.indices {
        divisor[index] = product(divisor[index], root)
        if index + 1 < count { divisor[index] ^= divisor[index + 1] }
      }
      root = product(root, 2)
    }
    return divisor
  }

  private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var product = 0
    for bit in stride(from: 7, through: 0, by: -1) {
      product = product << 1 ^ (product >> 7) * 0x11D
      product ^= Int(right >> bit & 1) * Int(left)
    }
    return UInt8(product)
  }
}

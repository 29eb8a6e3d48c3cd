/// A QR code (ISO/IEC 18004) of bytes at error correction level M, versions 1 to 10.
///
/// As much as the short addresses of payments need: at most 213 bytes.
package struct QRCode: Hashable, Sendable {
  /// The number of modules on a side.
  package let size: Int
  /// Which of the eight masks was taken: the one with the least penalty.
  package let mask: Int
  private var modules: [Bool]
  private var isReserved: [Bool]

  /// Encodes a text as UTF-8; nothing when it is too long.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let version = QRVersion.all.first(where: { $0.capacity >= bytes.count }) else {
      return nil
    }
    var code = Self(size: version.number * 4 + 17)
    code.drawPatterns(version)
    code.drawCodewords(version.codewords(of: bytes))
    let masked = (0..<8).map { code.masked($0) }
    guard let best = masked.min(by: { $0.penalty < $1.penalty }) else { return nil }
    self = best
  }

  private init(size: Int) {
    self.size = size
    mask = 0
    modules = Array(repeating: false, count: size * size)
    isReserved = modules
  }

  private init(_ other: Self, mask: Int) {
    size = other.size
    modules = other.modules
    isReserved = other.isReserved
    self.mask = mask
  }

  /// Whether a module is dark; row and column from 0.
  package func isDark(_ row: Int, _ column: Int) -> Bool { modules[row * size + column] }

  private mutating func reserve(_ row: Int, _ column: Int, _ isDark: Bool) {
    modules[row * size + column] = isDark
    isReserved[row * size + column] = true
  }

  private mutating func drawPatterns(_ version: QRVersion) {
    for index in 0..<size {
      reserve(6, index, index.isMultiple(of: 2))
      reserve(index, 6, index.isMultiple(of: 2))
    }
    for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row, column) }
    let places = version.alignment
    for row in places {
      for column in places {
        let isFinder = [(6, 6), (6, size - 7), (size - 7, 6)].contains { $0 == (row, column) }
        if !isFinder { drawAlignment(row, column) }
      }
    }
    drawFormat(0)
    if version.number >= 7 { drawVersion(version.number) }
  }

  private mutating func drawFinder(_ row: Int, _ column: Int) {
    for down in -4...4 {
      for right in -4...4 {
        let (y, x) = (row + down, column + right)
        guard (0..<size).contains(y), (0..<size).contains(x) else { continue }
        let ring = max(abs(down), abs(right))
        reserve(y, x, ring != 2 && ring != 4)
      }
    }
  }

  private mutating func drawAlignment(_ row: Int, _ column: Int) {
    for down in -2...2 {
      for right in -2...2 { reserve(row + down, column + right, max(abs(down), abs(right)) != 1) }
    }
  }

  /// Level M and the mask behind a BCH code, twice (§7.9).
  private mutating func drawFormat(_ mask: Int) {
    var rest = mask
    for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
    let bits = (mask << 10 | rest) ^ 0x5412
    func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
    for index in 0...5 { reserve(index, 8, bit(index)) }
    reserve(7, 8, bit(6))
    reserve(8, 8, bit(7))
    reserve(8, 7, bit(8))
    for index in 9..<15 { reserve(8, 14 - index, bit(index)) }
    for index in 0..<8 { reserve(8, size - 1 - index, bit(index)) }
    for index in 8..<15 { reserve(size - 15 + index, 8, bit(index)) }
    reserve(size - 8, 8, true)
  }

  /// The version behind a BCH code, twice (§7.10).
  private mutating func drawVersion(_ number: Int) {
    var rest = number
    for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
    let bits = number << 12 | rest
    for index in 0..<18 {
      let isDark = bits >> index & 1 == 1
      reserve(size - 11 + index % 3, index / 3, isDark)
      reserve(index / 3, size - 11 + index % 3, isDark)
    }
  }

  /// Two columns at a time from the right, upwards and downwards in turn (§7.7.3).
  private mutating func drawCodewords(_ words: [UInt8]) {
    var index = 0
    for pair in stride(from: size - 1, through: 1, by: -2) {
      let right = pair <= 6 ? pair - 1 : pair
      for step in 0..<size {
        for column in [right, right - 1] {
          let row = (right + 1) & 2 == 0 ? size - 1 - step : step
          guard !isReserved[row * size + column], index < words.count * 8 else { continue }
          modules[row * size + column] = words[index >> 3] >> (7 - index & 7) & 1 == 1
          index += 1
        }
      }
    }
  }

  private func masked(_ mask: Int) -> Self {
    var code = Self(self, mask: mask)
    code.drawFormat(mask)
    for row in 0..<size {
      for column in 0..<size where !isReserved[row * size + column] {
        let isFlipped =
          switch mask {
          case 0: (row + column) % 2 == 0
          case 1: row % 2 == 0
          case 2: column % 3 == 0
          case 3: (row + column) % 3 == 0
          case 4: (row / 2 + column / 3) % 2 == 0
          case 5: row * column % 2 + row * column % 3 == 0
          case 6: (row * column % 2 + row * column % 3) % 2 == 0
          default: ((row + column) % 2 + row * column % 3) % 2 == 0
          }
        if isFlipped { code.modules[row * size + column].toggle() }
      }
    }
    return code
  }

  /// How hard it is to read (§7.8.3): long runs, blocks, what looks like a finder, imbalance.
  private var penalty: Int {
    var sum = 0
    let lines = (0..<size).map { row in (0..<size).map { isDark(row, $0) } }
    let columns = (0..<size).map { column in (0..<size).map { isDark($0, column) } }
    for line in lines + columns {
      var run = 0
      for index in line.indices {
        run = index > 0 && line[index] == line[index - 1] ? run + 1 : 1
        if run == 5 { sum += 3 } else if run > 5 { sum += 1 }
      }
      let finder = [true, false, true, true, true, false, true]
      let light = [Bool](repeating: false, count: 4)
      for start in 0...(size - 11) {
        let part = Array(line[start..<start + 11])
        if part == finder + light || part == light + finder { sum += 40 }
      }
    }
    for row in 1..<size {
      for column in 1..<size {
        let block = [
          isDark(row, column), isDark(row - 1, column), isDark(row, column - 1),
          isDark(row - 1, column - 1),
        ]
        if Set(block).count == 1 { sum += 3 }
      }
    }
    let dark = modules.count { $0 }
    return sum + abs(dark * 20 - modules.count * 10) / modules.count * 10
  }

  /// The code as a drawing with the light margin that readers need.
  var svg: String {
    let side = size + 8
    var path = ""
    for row in 0..<size {
      for column in 0..<size where isDark(row, column) {
        path += "M\(column + 4) \(row + 4)h1v1h-1z"
      }
    }
    return """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 \(side) \(side)' \
      shape-rendering='crispEdges'><rect width='\(side)' height='\(side)' fill='#fff'/>\
      <path d='\(path)'/></svg>
      """
  }
}

/// A decimal number in the form in which the server keeps it: groups of four digits.
struct NumericDigits {
  /// The binary form: counts and sign, then the groups, two bytes each.
  let binary: [UInt8]

  /// Reads plain or scientific notation; nil when it is no number or has too many digits.
  init?(_ text: String) {
    if let special = Self.specials[text.lowercased()] {
      binary = Self.binary(groups: [], weight: 0, sign: special, scale: 0)
      return
    }
    guard let number = Decimal(text) else { return nil }
    // A group begins at every fourth digit before and after the point.
    let leading = (4 - number.whole.count % 4) % 4
    let trailing = (4 - number.fraction.count % 4) % 4
    let digits =
      Array(repeating: 0, count: leading) + number.whole + number.fraction
      + Array(repeating: 0, count: trailing)
    var groups = stride(from: 0, to: digits.count, by: 4).map { start in
      digits[start..<start + 4].reduce(UInt16(0)) { $0 * 10 + UInt16($1) }
    }
    var weight = (number.whole.count + leading) / 4 - 1
    while groups.first == 0 {
      groups.removeFirst()
      weight -= 1
    }
    while groups.last == 0 { groups.removeLast() }
    guard groups.count <= Int(Int16.max), number.fraction.count <= 16_383, weight <= 32_767 else {
      return nil
    }
    binary = Self.binary(
      groups: groups,
      weight: groups.isEmpty ? 0 : weight,
      sign: number.isNegative && !groups.isEmpty ? 0x4000 : 0,
      scale: number.fraction.count
    )
  }

  private static let specials: [String: UInt16] = [
    "nan": 0xC000, "infinity": 0xD000, "inf": 0xD000, "+infinity": 0xD000, "-infinity": 0xF000,
    "-inf": 0xF000,
  ]

  private static func binary(groups: [UInt16], weight: Int, sign: UInt16, scale: Int) -> [UInt8] {
    let head = [UInt16(groups.count), UInt16(bitPattern: Int16(weight)), sign, UInt16(scale)]
    return (head + groups).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  /// The digits on both sides of the point.
  private struct Decimal {
    var isNegative = false
    var whole: [UInt8] = []
    var fraction: [UInt8] = []

    init?(_ text: String) {
      var rest = text.utf8[...]
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        isNegative = sign == UInt8(ascii: "-")
        rest.removeFirst()
      }
      whole = Self.digits(&rest)
      if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        fraction = Self.digits(&rest)
      }
      guard !whole.isEmpty || !fraction.isEmpty else { return nil }
      if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
        guard let power = Int(String(Substring(rest.dropFirst()))),
          (-131_072...131_072).contains(power)
        else { return nil }
        shift(by: power)
        rest = rest.suffix(0)
      }
      guard rest.isEmpty else { return nil }
    }

    private mutating func shift(by power: Int) {
      if power > 0 {
        let moved = fraction.prefix(power)
        whole += moved + Array(repeating: 0, count: power - moved.count)
        fraction.removeFirst(moved.count)
      } else if power < 0 {
        let moved = whole.suffix(-power)
        fraction = Array(repeating: 0, count: -power - moved.count) + moved + fraction
        whole.removeLast(moved.count)
      }
    }

    private static func digits(_ rest: inout Substring.UTF8View) -> [UInt8] {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      return digits.map { $0 - UInt8(ascii: "0") }
    }
  }
}

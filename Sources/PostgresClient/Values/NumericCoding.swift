/// A decimal number of any precision, as its digits.
public struct PostgresNumeric: Hashable, Sendable {
  /// The number in plain notation such as `-12.50`, or `NaN`, `Infinity`, `-Infinity`.
  public var text: String

  /// Wraps a number in plain or scientific notation; the server refuses what is no number.
  public init(text: String) {
    self.text = text
  }
}

extension PostgresNumeric: PostgresCodable {
  /// Bound as `numeric`.
  public static var postgresType: PostgresType { .numeric }

  /// The digits, which the server reads in their text form.
  public var postgresValue: PostgresValue {
    PostgresValue(type: .numeric, payload: .literal(text))
  }

  /// Reads a `numeric`, keeping its trailing zeros.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("numeric") { $0 == .numeric }
    var words: [UInt16] = []
    for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
      words.append(
        unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      )
    }
    guard words.count >= 4, words.count == 4 + Int(words[0]) else {
      throw cell.error(expected: "a whole numeric")
    }
    text = Self.text(
      groups: words.dropFirst(4),
      weight: Int(Int16(bitPattern: words[1])),
      sign: words[2],
      scale: Int(words[3])
    )
  }

  /// Writes groups of four digits, the first worth 10000 to the power of `weight`.
  private static func text(
    groups: ArraySlice<UInt16>,
    weight: Int,
    sign: UInt16,
    scale: Int
  ) -> String {
    switch sign {
    case 0xC000: return "NaN"
    case 0xD000: return "Infinity"
    case 0xF000: return "-Infinity"
    default: break
    }
    func digits(at power: Int) -> String {
      let place = groups.startIndex + (weight - power)
      guard groups.indices.contains(place) else { return "0000" }
      let group = String(groups[place])
      return String(repeating: "0", count: 4 - group.count) + group
    }
    let whole = weight < 0 ? "" : (0...weight).reversed().map(digits).joined()
    let trimmed = whole.drop { $0 == "0" }
    var text = (sign == 0x4000 ? "-" : "") + (trimmed.isEmpty ? "0" : trimmed)
    if scale > 0 {
      let fraction = (1...((scale + 3) / 4)).map { digits(at: -$0) }.joined()
      text += "." + fraction.prefix(scale)
    }
    return text
  }
}

/// Reads how much a pack holds from how its choice is labelled: `400g`, `3 × 700 g`, `80抽×5包`.
public enum NetContent {
  private static let grams: [String: Double] = [
    "g": 1, "克": 1, "kg": 1_000, "千克": 1_000, "公斤": 1_000, "mg": 0.001, "グラム": 1,
  ]
  private static let millilitres: [String: Double] = [
    "ml": 1, "毫升": 1, "cl": 10, "l": 1_000, "升": 1_000, "リットル": 1_000,
  ]

  /// Grams, millilitres or pieces by a label; nil where it says nothing certain.
  ///
  /// A number with a unit is what one part holds, and the others say how many parts there are. Without
  /// exactly one number with a unit, or with none at all, nothing is said; pieces are what all numbers
  /// make together.
  ///
  /// - Parameters:
  ///   - text: The label in one language.
  ///   - basis: What is counted; ``UnitBasis/item`` says nothing.
  /// - Returns: Above 0 and at most a million.
  public static func amount(in text: String, _ basis: UnitBasis) -> Double? {
    let parts = numbers(in: text.lowercased())
    guard !parts.isEmpty, parts.count <= 3 else { return nil }
    let amount: Double
    switch basis {
    case .item: return nil
    case .count:
      let isMeasured = parts.contains {
        scale(of: $0.unit, in: grams) != nil || scale(of: $0.unit, in: millilitres) != nil
      }
      guard !isMeasured, parts.allSatisfy({ $0.value == $0.value.rounded() }) else { return nil }
      amount = parts.reduce(1) { $0 * $1.value }
    case .mass, .volume:
      let units = basis == .mass ? grams : millilitres
      let measured = parts.compactMap { part in
        scale(of: part.unit, in: units).map { part.value * $0 }
      }
      guard measured.count == 1, let one = measured.first else { return nil }
      amount = parts.filter { scale(of: $0.unit, in: units) == nil }
        .reduce(one) { $0 * $1.value }
    }
    return amount > 0 && amount <= 1_000_000 ? amount : nil
  }

  /// What a unit stands for; one that is written in characters may be followed by others, as in `400克装`.
  private static func scale(of unit: String, in units: [String: Double]) -> Double? {
    if let scale = units[unit] { return scale }
    guard unit.first?.isASCII == false else { return nil }
    return units.keys.filter { !$0.isEmpty && unit.hasPrefix($0) }
      .max { $0.count < $1.count }.flatMap { units[$0] }
  }

  /// Each number with the letters that follow it; a dash between two makes a span, of which nothing is
  /// read.
  private static func numbers(in text: String) -> [(value: Double, unit: String)] {
    var found: [(value: Double, unit: String)] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(where: \.isASCIIDigit) {
      rest = rest[start...]
      let digits = rest.prefix { $0.isASCIIDigit || $0 == "." }
      rest = rest[digits.endIndex...]
      let gap = rest.drop(while: \.isWhitespace)
      if let mark = gap.first, "-–—~～".contains(mark) { return [] }
      let unit = gap.prefix { $0.isLetter && $0 != "x" }
      guard let value = Double(digits) else { return [] }
      found.append((value, String(unit)))
    }
    return found
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

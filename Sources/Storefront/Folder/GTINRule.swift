/// Check digits of barcodes, after the GS1 General Specifications, §7.9.
public enum GTINRule {
  /// Whether a text is a GTIN-13 with the right check digit.
  public static func isValid(_ text: String) -> Bool {
    let digits = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
    guard digits.count == 13, digits.allSatisfy({ (0...9).contains($0) }) else { return false }
    return checkDigit(digits.dropLast()) == digits.last
  }

  /// The digit that makes the weighted sum a multiple of ten; weights 3 and 1 from the right.
  static func checkDigit(_ digits: some BidirectionalCollection<Int>) -> Int {
    let sum = digits.reversed().enumerated()
      .reduce(0) { $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 3 : 1) }
    return (10 - sum % 10) % 10
  }
}

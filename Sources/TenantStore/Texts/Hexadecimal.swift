extension Sequence<UInt8> {
  /// Two hexadecimal digits in lower case for each byte.
  package var hexadecimal: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(underestimatedCount * 2)
    for byte in self {
      digits.append(byte.hexadecimalDigit(shiftedBy: 4))
      digits.append(byte.hexadecimalDigit(shiftedBy: 0))
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate func hexadecimalDigit(shiftedBy bits: UInt8) -> UInt8 {
    let value = self >> bits & 15
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

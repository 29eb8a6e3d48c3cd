internal import Foundation

/// How legible a colour is on white: contrast after WCAG 2.2, §1.4.3 and "relative luminance".
public enum ContrastRule {
  /// What text of normal size must reach.
  public static let minimum = 4.5

  /// The contrast of `#rrggbb` on white, 1 to 21; nothing when the text is no such colour.
  public static func ratioOnWhite(_ colour: String) -> Double? {
    let digits = Array(colour.utf8)
    guard digits.count == 7, digits[0] == UInt8(ascii: "#"),
      colour.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let value = UInt32(colour.dropFirst(), radix: 16)
    else { return nil }
    let channels = [value >> 16, value >> 8, value].map { linear(Double($0 & 0xFF) / 255) }
    let luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    return 1.05 / (luminance + 0.05)
  }

  private static func linear(_ channel: Double) -> Double {
    channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
  }
}

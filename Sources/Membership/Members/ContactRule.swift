internal import Foundation

/// How numbers and addresses are written, so that one person's is written in one way only.
public enum ContactRule {
  /// The one form of a number or address; nothing when it cannot be reached.
  ///
  /// A number without a country is one of mainland China: 11 digits that begin with 13 to 19.
  public static func normal(_ channel: ContactChannel, _ text: String) -> String? {
    let plain = text.precomposedStringWithCompatibilityMapping
      .trimmingCharacters(in: .whitespacesAndNewlines)
    switch channel {
    case .phone: return phone(plain)
    case .email: return email(plain)
    case .wechat, .wecom:
      let isID = (6...64).contains(plain.utf8.count) && plain.utf8.allSatisfy(isOfID)
      return isID ? plain : nil
    }
  }

  /// Letters and digits of ASCII, a hyphen and a low line.
  private static func isOfID(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func phone(_ text: String) -> String? {
    var digits = text.filter { !" -()".contains($0) }
    if digits.hasPrefix("0086") { digits = "+86" + digits.dropFirst(4) }
    if isChinese(digits[...]) { return "+86" + digits }
    guard digits.hasPrefix("+"), isInternational(digits.dropFirst()) else { return nil }
    return !digits.hasPrefix("+86") || isChinese(digits.dropFirst(3)) ? digits : nil
  }

  /// Whether it is a mobile number of mainland China: 11 digits that begin with 13 to 19.
  private static func isChinese(_ number: Substring) -> Bool {
    let digits = Array(number.utf8)
    return digits.count == 11 && digits.allSatisfy(isDigit) && digits[0] == UInt8(ascii: "1")
      && digits[1] >= UInt8(ascii: "3")
  }

  /// Whether it is a number with its country: 7 to 15 digits, the first not 0 (E.164).
  private static func isInternational(_ number: Substring) -> Bool {
    (7...15).contains(number.utf8.count) && number.utf8.allSatisfy(isDigit)
      && number.utf8.first != UInt8(ascii: "0")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Made once; nothing changes it.
  nonisolated(unsafe) private static let emailForm =
    /[a-z0-9._%+-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z]{2,63}/

  /// The host is no one's to choose, so it is written in small letters; so is the rest, because no
  /// provider that families use tells capitals apart.
  private static func email(_ text: String) -> String? {
    let address = text.lowercased()
    guard address.utf8.count <= 254,
      address.wholeMatch(of: emailForm) != nil,
      !address.contains(".."), !address.hasPrefix(".")
    else { return nil }
    return address
  }

  /// What may be shown of a number or address.
  static func masked(_ channel: ContactChannel, _ address: String) -> String {
    switch channel {
    case .phone:
      let local = address.hasPrefix("+86") ? address.dropFirst(3) : address[...]
      guard local.count > 7 else { return "****" }
      return "\(local.prefix(3))****\(local.suffix(4))"
    case .email:
      let parts = address.split(separator: "@", maxSplits: 1)
      return "\(parts[0].prefix(1))***@\(parts.count > 1 ? parts[1] : "")"
    case .wechat, .wecom: return "\(address.prefix(2))****"
    }
  }
}

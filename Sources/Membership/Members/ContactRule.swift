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
    case .wechat:
      let isID = plain.wholeMatch(of: /[A-Za-z0-9_-]{6,64}/) != nil
      return isID ? plain : nil
    }
  }

  private static func phone(_ text: String) -> String? {
    var digits = text.filter { !" -()".contains($0) }
    if digits.hasPrefix("0086") { digits = "+86" + digits.dropFirst(4) }
    if digits.wholeMatch(of: /1[3-9][0-9]{9}/) != nil { return "+86" + digits }
    guard digits.wholeMatch(of: /\+[1-9][0-9]{6,14}/) != nil else { return nil }
    let isChinese = digits.hasPrefix("+86")
    return !isChinese || digits.wholeMatch(of: /\+861[3-9][0-9]{9}/) != nil ? digits : nil
  }

  /// The host is no one's to choose, so it is written in small letters; so is the rest, because no
  /// provider that families use tells capitals apart.
  private static func email(_ text: String) -> String? {
    let address = text.lowercased()
    guard address.utf8.count <= 254,
      address.wholeMatch(of: /[a-z0-9._%+-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z]{2,63}/) != nil,
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
    case .wechat: return "\(address.prefix(2))****"
    }
  }
}

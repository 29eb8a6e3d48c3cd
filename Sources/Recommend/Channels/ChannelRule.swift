/// What a link's channel is called.
public enum ChannelRule {
  /// The channel of whoever came by no link that names one.
  public static let direct = "direct"
  private static let wordLimit = 40

  /// The channel that a link names: its code where there is one, else source and medium of the campaign.
  ///
  /// - Parameters:
  ///   - code: The merchant's own code of the channel.
  ///   - source: `utm_source`.
  ///   - medium: `utm_medium`.
  /// - Returns: At most 81 characters in small letters; nil where none is named.
  public static func channel(code: String?, source: String? = nil, medium: String? = nil) -> String?
  {
    if let code = normal(code) { return code }
    guard let source = normal(source) else { return nil }
    return normal(medium).map { "\(source)/\($0)" } ?? source
  }

  /// A channel as a person writes it, with source and medium apart by a stroke.
  public static func channel(named text: String) -> String? {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return normal(parts.first) }
    return channel(code: nil, source: parts[0], medium: parts[1])
  }

  /// A word in small letters, digits, dots, underlines and hyphens; nil where nothing is left of it, or
  /// it says that there is no channel.
  static func normal(_ text: String?) -> String? {
    let words = (text ?? "").lowercased().split(whereSeparator: \.isWhitespace)
    let kept = words.joined(separator: "-").unicodeScalars.filter { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "._-".unicodeScalars.contains(scalar)
    }
    let word = String(String.UnicodeScalarView(kept.prefix(wordLimit)))
    return word.isEmpty || word == direct || word == "none" ? nil : word
  }
}

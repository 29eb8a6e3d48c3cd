/// A language as tenants list it: a BCP 47 tag such as `zh`, `en` or `id`.
public struct LanguageTag: RawRepresentable, Hashable, Sendable, Codable {
  /// The tag in lower case.
  public let rawValue: String

  /// Creates a tag from 2 to 16 letters, digits and hyphens, in lower case.
  public init?(rawValue: String) {
    let isTag = rawValue.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard isTag, (2...16).contains(rawValue.utf8.count) else { return nil }
    self.rawValue = rawValue
  }
}

extension LanguageTag: CustomStringConvertible {
  /// The tag itself.
  public var description: String { rawValue }
}

/// A text in several languages.
public struct LocalizedText: Hashable, Sendable {
  /// The text per language.
  public var texts: [LanguageTag: String]

  /// Creates a text from its translations.
  public init(_ texts: [LanguageTag: String]) { self.texts = texts }

  /// The text in the first of the languages that has one, else in any, else empty.
  public func text(in preferred: [LanguageTag]) -> String {
    preferred.lazy.compactMap { texts[$0] }.first
      ?? texts.min { $0.key.rawValue < $1.key.rawValue }?.value ?? ""
  }
}

extension LocalizedText: Codable {
  /// Reads an object of language to text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let plain = try container.decode([String: String].self)
    texts = try Dictionary(
      uniqueKeysWithValues: plain.map { tag, text in
        guard let language = LanguageTag(rawValue: tag) else {
          throw DecodingError.dataCorruptedError(
            in: container,
            debugDescription: "\"\(tag)\" is not a language tag such as zh or en"
          )
        }
        return (language, text)
      }
    )
  }

  /// Writes an object of language to text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    )
  }
}

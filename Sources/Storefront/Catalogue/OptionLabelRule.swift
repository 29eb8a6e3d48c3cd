public import TenantStore

/// How the values of options are written in the catalogue file.
public enum OptionLabelRule {
  /// The options that a product may have.
  public static let codes = [
    "size", "colour", "stage", "count", "flavour", "height", "volume", "weight",
  ]

  /// Reads `红色|Red`: one label per language of the shop, or one for all of them.
  ///
  /// - Returns: The labels, or nothing when their number is neither one nor that of the languages,
  ///   or one is empty.
  public static func labels(_ text: String, locales: [LanguageTag]) -> LocalizedText? {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmed }
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    if parts.count == 1 {
      return LocalizedText(Dictionary(uniqueKeysWithValues: locales.map { ($0, parts[0]) }))
    }
    guard parts.count == locales.count else { return nil }
    return LocalizedText(Dictionary(uniqueKeysWithValues: zip(locales, parts)))
  }

  /// Writes labels so that reading them gives the same.
  static func text(_ labels: LocalizedText, locales: [LanguageTag]) -> String {
    let parts = locales.map { labels.texts[$0] ?? labels.text(in: locales) }
    return Set(parts).count == 1 ? parts.first ?? "" : parts.joined(separator: "|")
  }

  /// The labels of a SKU's options in one line, `红色 / 80`.
  public static func summary(_ options: [OptionValue], in locales: [LanguageTag]) -> String {
    options.map { $0.labels.text(in: locales) }.joined(separator: " / ")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

public import TenantStore

/// What a module says to people, in several languages.
///
/// Read from files of lines `key = text with {name}`, one file per language. A key's parts are
/// separated by dots; a template of the module names it as `{{t.cart.title}}`. Blank lines and lines
/// that start with `#` are skipped. Reading never fails; ``problems(requiring:)`` says all that is
/// wrong, and a server does not start with it.
public struct Texts: Sendable {
  let languages: [LanguageTag: [String: String]]
  let readingProblems: [String]
  private let fallback: LocalTexts
  private let locals: [LanguageTag: LocalTexts]

  /// Reads the files whose names end in `LANGUAGE.txt`, such as those that EmbedText compiles in;
  /// a language may have several, in folders.
  ///
  /// - Parameters:
  ///   - files: Contents by path, `"Texts/zh.txt"`; other paths are ignored.
  ///   - fallback: The language that has every key, for languages without a file.
  public init(files: [String: String], fallback: String = "zh") {
    var languages: [LanguageTag: [String: String]] = [:]
    var problems: [String] = []
    for (path, content) in files.sorted(by: { $0.key < $1.key }) {
      guard path.hasSuffix(".txt"), path.hasPrefix("Texts/") || !path.contains("/") else {
        continue
      }
      let name = path.split(separator: "/").last.map { $0.dropLast(4) } ?? ""
      guard let language = LanguageTag(rawValue: String(name)) else {
        problems.append("\(path): the file's name is no language tag")
        continue
      }
      let read = TextFile.read(content, path: path, problems: &problems)
      languages[language, default: [:]].merge(read) { _, new in
        problems.append("\(path): holds a key that another file of the language holds")
        return new
      }
    }
    let fallbackTexts = LanguageTag(rawValue: fallback).flatMap { languages[$0] } ?? [:]
    self.languages = languages
    self.fallback = LocalTexts(fallbackTexts, in: LanguageTag(rawValue: fallback))
    locals = Dictionary(
      uniqueKeysWithValues: languages.map { language, own in
        (language, LocalTexts(fallbackTexts.merging(own) { _, own in own }, in: language))
      }
    )
    readingProblems = problems
  }

  /// The texts in one language, with the fallback's where it lacks one.
  public func texts(in language: LanguageTag) -> LocalTexts { locals[language] ?? fallback }

  /// The texts in one language, or in the fallback when none is named.
  func texts(in language: LanguageTag?) -> LocalTexts {
    language.flatMap { locals[$0] } ?? fallback
  }
}

/// A module's texts in one visitor's language.
public struct LocalTexts: Sendable {
  private let texts: [String: TextPattern]
  private let language: LanguageTag?

  init(_ texts: [String: String], in language: LanguageTag?) {
    self.texts = texts.mapValues { TextPattern($0) }
    self.language = language
  }

  /// An amount as the visitor reads it.
  public func money(_ amount: Money) -> String {
    language.map { amount.text(in: $0) } ?? amount.text
  }

  /// The text of a key, with values put in for `{name}`; a missing key shows itself.
  public subscript(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
    texts[key]?.filled(with: values) ?? key
  }

  /// What stands before and after a name in braces; all of it before when the name is not there.
  public func around(_ name: String, in key: String) -> (before: String, after: String) {
    texts[key]?.around(name) ?? (key, "")
  }

  /// The text of a key as it was written, or nothing.
  func written(_ key: String) -> String? { texts[key]?.text }
}

/// A text that is cut at its names in braces once, instead of being searched for each value.
private struct TextPattern: Sendable {
  let text: String
  /// What stands before each name, and the name.
  private let steps: [(before: String, name: String)]
  private let rest: String

  init(_ text: String) {
    self.text = text
    var steps: [(before: String, name: String)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      steps.append((before: String(rest[..<open]), name: String(name)))
      rest = rest[rest.index(after: close)...]
    }
    self.steps = steps
    self.rest = String(rest)
  }

  func around(_ name: String) -> (before: String, after: String) {
    if steps.count == 1, steps[0].name == name { return (steps[0].before, rest) }
    guard let open = text.firstRange(of: "{\(name)}") else { return (text, "") }
    return (String(text[..<open.lowerBound]), String(text[open.upperBound...]))
  }

  /// The text with the values of its names; a name without a value stays as it is written.
  func filled(with values: KeyValuePairs<String, String>) -> String {
    guard !steps.isEmpty, !values.isEmpty else { return text }
    var filled = ""
    for step in steps {
      filled += step.before
      filled += values.first { $0.key == step.name }?.value ?? "{\(step.name)}"
    }
    return filled + rest
  }
}

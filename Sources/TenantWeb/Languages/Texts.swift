public import Mustache
public import TenantStore

/// What a module says to people, in several languages.
///
/// Read from files of lines `key = text with {name}`, one file per language. A key's parts are
/// separated by dots and are followed in templates: `{{text.cart.title}}`. Blank lines and lines
/// that start with `#` are skipped. Reading never fails; ``problems(requiring:)`` says all that is
/// wrong, and a server does not start with it.
public struct Texts: Sendable {
  let languages: [LanguageTag: [String: String]]
  let readingProblems: [String]
  private let trees: [LanguageTag: TextNode]
  private let fallback: TextNode
  private let fallbackTexts: [String: String]

  /// Reads the files whose names end in `LANGUAGE.txt`, such as those that EmbedText compiles in.
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
      languages[language] = TextFile.read(content, path: path, problems: &problems)
    }
    let fallbackTexts = LanguageTag(rawValue: fallback).flatMap { languages[$0] } ?? [:]
    self.languages = languages
    self.fallbackTexts = fallbackTexts
    self.fallback = TextNode(fallbackTexts)
    trees = languages.mapValues { own in
      TextNode(fallbackTexts.merging(own) { _, own in own })
    }
    readingProblems = problems
  }

  /// The texts in one language, with the fallback's where it lacks one.
  public func texts(in language: LanguageTag) -> LocalTexts {
    LocalTexts(
      own: languages[language] ?? [:],
      fallback: fallbackTexts,
      tree: trees[language] ?? fallback
    )
  }
}

/// A module's texts in one visitor's language; a view value for templates as well.
public struct LocalTexts: Sendable, MustacheParent {
  let own: [String: String]
  let fallback: [String: String]
  let tree: TextNode

  /// The text of a key, with values put in for `{name}`; a missing key shows itself.
  public subscript(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
    guard var text = own[key] ?? fallback[key] else { return key }
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text
  }

  /// What a template finds below this value.
  public func child(named name: String) -> Any? { tree.child(named: name) }
}

/// One part of a key; either a text or further parts.
final class TextNode: Sendable, MustacheParent, MustacheCustomRenderable {
  let text: String?
  let children: [String: TextNode]

  convenience init(_ texts: [String: String]) {
    self.init(
      texts.map { (path: $0.key.split(separator: ".")[...], text: $0.value) }
    )
  }

  private init(_ entries: [(path: ArraySlice<Substring>, text: String)]) {
    text = entries.first { $0.path.isEmpty }?.text
    let deeper = entries.filter { !$0.path.isEmpty }
    children = Dictionary(grouping: deeper) { String($0.path.first ?? "") }.mapValues { group in
      TextNode(group.map { ($0.path.dropFirst(), $0.text) })
    }
  }

  func child(named name: String) -> Any? { children[name] }
  var renderText: String { text ?? "" }
  var isNull: Bool { false }
}

package import TenantStore

/// All templates of all modules, linked once for every language that a module has texts in.
package struct TemplateLibrary: Sendable {
  private let byLanguage: [LanguageTag: [String: [TemplatePiece]]]
  private let fallback: [String: [TemplatePiece]]

  /// Reads and links the templates; everything that is wrong with them is added to the problems.
  package init(_ modules: [WebModule], problems: inout [String]) {
    var parsed: [String: ParsedTemplate] = [:]
    var names: Set<String> = []
    for module in modules {
      for (name, text) in module.templates.sorted(by: { $0.key < $1.key }) {
        if !names.insert(name).inserted { problems.append("two templates are named \(name)") }
        do throws(TemplateError) {
          let pieces = try TemplateParser.parse(text)
          parsed[name] = ParsedTemplate(pieces: pieces, texts: module.texts)
        } catch {
          problems.append("template \(name): \(error)")
        }
      }
    }
    let languages = modules.reduce(into: Set<LanguageTag>()) {
      $0.formUnion($1.texts.languages.keys)
    }
    fallback = Self.linked(parsed, nil, &problems)
    byLanguage = Dictionary(
      uniqueKeysWithValues: languages.map { language in
        var same: [String] = []  // A text that is missing here is a problem of the texts.
        return (language, Self.linked(parsed, language, &same))
      }
    )
  }

  /// A page as UTF-8, or nothing when there is no template of that name.
  package func page(_ template: String, _ view: View, in language: LanguageTag) -> [UInt8]? {
    guard let pieces = (byLanguage[language] ?? fallback)[template] else { return nil }
    return TemplateRendering.page(pieces, view)
  }

  private static func linked(
    _ templates: [String: ParsedTemplate],
    _ language: LanguageTag?,
    _ problems: inout [String]
  ) -> [String: [TemplatePiece]] {
    var linker = TemplateLinker(templates, language: language)
    let linked = templates.keys.sorted().map { ($0, linker.linked($0)) }
    for problem in linker.problems where !problems.contains(problem) { problems.append(problem) }
    return Dictionary(linked) { first, _ in first }
  }
}

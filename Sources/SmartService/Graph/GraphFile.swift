internal import DelimitedText
internal import TenantStore

/// The knowledge graph as two files: `concepts.csv` and `relations.csv`.
///
/// ```csv
/// concept,kind,name.zh,name.en,aliases,min_age_days,max_age_days,entries,categories
/// infant-cereal,food,婴儿米粉,Infant cereal,米粉|米糊,,,solids-first|cereal-in-bottle,weaning-cereal
/// ```
/// ```csv
/// from,relation,to,source
/// infant-cereal,suits,stage-6-12,WHO 2023
/// ```
public enum GraphFile {
  static let languages = ["zh", "en", "ja", "id"]
  private static let conceptColumns = [
    "aliases", "min_age_days", "max_age_days", "entries", "categories",
  ]

  /// Reads the concepts.
  ///
  /// - Throws: ``KnowledgeFileError`` with the first place that is wrong.
  public static func concepts(csv bytes: [UInt8]) throws -> [Concept] {
    let table = try table(
      bytes,
      required: ["concept", "kind"],
      optional: languages.map { "name.\($0)" } + conceptColumns
    )
    let columns = Set(table.columns)
    var seen: Set<String> = []
    return try table.records.map { record in
      func cell(_ column: String) -> String { columns.contains(column) ? record[column] : "" }
      func refuse(_ problem: String) -> KnowledgeFileError {
        KnowledgeFileError(line: record.line, problem: problem)
      }
      func days(_ column: String) throws -> Int? {
        guard !cell(column).isEmpty else { return nil }
        guard let days = Int(cell(column)), (-300...36_500).contains(days) else {
          throw refuse("\(column) is no number of days")
        }
        return days
      }
      func list(_ column: String) -> [String] { TextTable.cells(cell(column)) }
      guard isCode(cell("concept")) else {
        throw refuse("concept has small letters, digits and hyphens, at most 60")
      }
      guard seen.insert(cell("concept")).inserted else {
        throw refuse("\(cell("concept")) is named twice; name each concept once")
      }
      guard let kind = GraphKind(rawValue: cell("kind")) else {
        throw refuse("kind is one of \(GraphKind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      var names: [LanguageTag: String] = [:]
      for language in languages {
        let name = cell("name.\(language)")
        guard name.unicodeScalars.count <= 80 else { throw refuse("name.\(language) is too long") }
        if !name.isEmpty, let tag = LanguageTag(rawValue: language) { names[tag] = name }
      }
      guard !names.isEmpty else { throw refuse("a name is missing") }
      let (low, high) = (try days("min_age_days"), try days("max_age_days"))
      if let low, let high, high < low { throw refuse("max_age_days is below min_age_days") }
      return Concept(
        code: cell("concept"),
        kind: kind,
        name: LocalizedText(names),
        aliases: list("aliases"),
        minAgeDays: low,
        maxAgeDays: high,
        entries: list("entries"),
        categories: list("categories")
      )
    }
  }

  /// Reads the edges between concepts.
  ///
  /// - Throws: ``KnowledgeFileError`` with the first place that is wrong: an end that is no concept, or a
  ///   relation that does not join these kinds.
  public static func relations(csv bytes: [UInt8], of concepts: [Concept]) throws
    -> [ConceptRelation]
  {
    let kinds = Dictionary(
      concepts.map { ($0.code, $0.kind) },
      uniquingKeysWith: { kind, _ in kind }
    )
    let table = try table(bytes, required: ["from", "relation", "to", "source"], optional: [])
    var seen: Set<[String]> = []
    return try table.records.map { record in
      func refuse(_ problem: String) -> KnowledgeFileError {
        KnowledgeFileError(line: record.line, problem: problem)
      }
      let (from, to, source) = (record["from"], record["to"], record["source"])
      guard let link = ConceptLink(rawValue: record["relation"]) else {
        let known = ConceptLink.allCases.map(\.rawValue).joined(separator: ", ")
        throw refuse("relation is one of \(known)")
      }
      guard let left = kinds[from] else { throw refuse("\(from) is not in concepts.csv") }
      guard let right = kinds[to] else { throw refuse("\(to) is not in concepts.csv") }
      guard link.joins(left, right) else {
        throw refuse("\(link.rawValue) does not join \(left.rawValue) to \(right.rawValue)")
      }
      guard (1...400).contains(source.unicodeScalars.count) else {
        throw refuse("source is missing or too long")
      }
      guard seen.insert([from, link.rawValue, to]).inserted else {
        throw refuse("the same relation stands twice")
      }
      return ConceptRelation(from: from, link, to: to, source: source)
    }
  }

  /// Writes concepts as ``concepts(csv:)`` reads them.
  public static func csv(_ concepts: [Concept]) -> String {
    var writer = DelimitedTextWriter(
      columns: ["concept", "kind"] + languages.map { "name.\($0)" } + conceptColumns
    )
    for concept in concepts {
      let names = languages.map {
        LanguageTag(rawValue: $0).flatMap { concept.name.texts[$0] } ?? ""
      }
      writer.append(
        [concept.code, concept.kind.rawValue] + names + [
          concept.aliases.joined(separator: "|"), concept.minAgeDays.map(String.init) ?? "",
          concept.maxAgeDays.map(String.init) ?? "", concept.entries.joined(separator: "|"),
          concept.categories.joined(separator: "|"),
        ]
      )
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Writes edges as ``relations(csv:of:)`` reads them.
  public static func csv(_ relations: [ConceptRelation]) -> String {
    var writer = DelimitedTextWriter(columns: ["from", "relation", "to", "source"])
    for relation in relations {
      writer.append([relation.from, relation.link.rawValue, relation.to, relation.source])
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func isCode(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,59}/) != nil
  }

  private static func table(_ bytes: [UInt8], required: [String], optional: [String]) throws
    -> DelimitedTable
  {
    do {
      return try DelimitedTable(csv: bytes, required: required, optional: optional)
    } catch {
      let first = error.problems.first
      throw KnowledgeFileError(line: first?.line ?? 1, problem: first?.description ?? "no table")
    }
  }
}

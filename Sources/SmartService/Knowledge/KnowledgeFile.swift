internal import DelimitedText

/// Why a file of knowledge cannot be read.
public struct KnowledgeFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong there and what would be right.
  public let problem: String

  /// The place and what is wrong.
  public var description: String { "line \(line): \(problem)" }
}

/// Entries as files: one in Markdown, many in CSV.
///
/// ```markdown
/// ---
/// topic: feeding
/// ages: 183..1095
/// source: WHO
/// ---
/// # How much water from six months on?
/// - does she need water with solids
///
/// Offer a little in an open cup …
/// ```
public enum KnowledgeFile {
  private static let required = ["slug", "question", "answer", "source"]
  private static let optional = [
    "topic", "language", "similar", "min_age_days", "max_age_days", "reviewer",
  ]

  /// An entry of a file with who vouches for it; nobody where it waits for an expert.
  struct Record: Hashable {
    let draft: KnowledgeDraft
    let reviewer: String
  }

  /// Reads a Markdown file: a head of `key: value`, the question as title, other ways to ask as a
  /// list below it, then the answer.
  ///
  /// - Throws: ``KnowledgeFileError`` with the place.
  public static func draft(markdown: String, slug: String) throws -> KnowledgeDraft {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw KnowledgeFileError(line: 1, problem: "a head between two lines of --- is expected")
    }
    var draft = KnowledgeDraft(slug: slug, question: "", answer: "", source: "")
    for place in 1..<end { try read(lines[place], line: place + 1, into: &draft) }
    var answer: [String] = []
    for line in lines[(end + 1)...] {
      if draft.question.isEmpty, line.hasPrefix("# ") {
        draft.question = String(line.dropFirst(2))
      } else if answer.isEmpty, line.hasPrefix("- ") {
        draft.similar.append(String(line.dropFirst(2)))
      } else if !(answer.isEmpty && line.isEmpty) {
        answer.append(line)
      }
    }
    while answer.last?.isEmpty == true { answer.removeLast() }
    draft.answer = answer.joined(separator: "\n")
    if let problem = KnowledgeDraftRule.problems(of: draft).first {
      throw KnowledgeFileError(line: end + 2, problem: "\(problem) is missing, too long or wrong")
    }
    return draft
  }

  private static func read(_ line: String, line number: Int, into draft: inout KnowledgeDraft)
    throws
  {
    guard let colon = line.firstIndex(of: ":") else {
      throw KnowledgeFileError(line: number, problem: "key: value is expected")
    }
    let value = String(line[line.index(after: colon)...].drop { $0 == " " })
    switch line[..<colon] {
    case "topic": draft.topic = value
    case "language": draft.language = value
    case "source": draft.source = value
    case "ages":
      let ends = value.split(separator: ".", omittingEmptySubsequences: true)
      let numbers = ends.compactMap { Int($0) }
      guard value.contains(".."), numbers.count == ends.count, (1...2).contains(numbers.count)
      else {
        throw KnowledgeFileError(line: number, problem: "ages are days, such as 0..364 or 365..")
      }
      draft.minAgeDays = value.hasPrefix(".") ? nil : numbers[0]
      draft.maxAgeDays = value.hasSuffix(".") ? nil : numbers.last
    default:
      throw KnowledgeFileError(
        line: number,
        problem: "\(line[..<colon]) is not one of topic, language, source, ages"
      )
    }
  }

  /// Reads a CSV file with the columns slug, question, answer, source and perhaps topic, language,
  /// similar (parted by `|`), min_age_days, max_age_days, reviewer.
  ///
  /// - Throws: ``KnowledgeFileError`` with the first place that is wrong.
  public static func drafts(csv bytes: [UInt8]) throws -> [KnowledgeDraft] {
    try records(csv: bytes).map(\.draft)
  }

  static func records(csv bytes: [UInt8]) throws -> [Record] {
    let table: DelimitedTable
    do {
      table = try DelimitedTable(csv: bytes, required: required, optional: optional)
    } catch {
      let first = error.problems.first
      throw KnowledgeFileError(line: first?.line ?? 1, problem: first?.description ?? "no table")
    }
    let columns = Set(table.columns)
    return try table.records.map { record in
      func cell(_ column: String) -> String { columns.contains(column) ? record[column] : "" }
      func days(_ column: String) throws -> Int? {
        guard !cell(column).isEmpty else { return nil }
        guard let days = Int(cell(column)) else {
          throw KnowledgeFileError(line: record.line, problem: "\(column) is no number of days")
        }
        return days
      }
      let draft = KnowledgeDraft(
        slug: cell("slug"),
        topic: cell("topic"),
        language: cell("language").isEmpty ? "zh" : cell("language"),
        question: cell("question"),
        similar: cell("similar").split(separator: "|").map(String.init),
        answer: cell("answer"),
        minAgeDays: try days("min_age_days"),
        maxAgeDays: try days("max_age_days"),
        source: cell("source")
      )
      if let problem = KnowledgeDraftRule.problems(of: draft).first {
        throw KnowledgeFileError(
          line: record.line,
          problem: "\(problem) is missing, too long or wrong"
        )
      }
      return Record(draft: draft, reviewer: cell("reviewer"))
    }
  }

  /// Writes entries as a CSV file that ``drafts(csv:)`` reads.
  public static func csv(_ drafts: [KnowledgeDraft]) -> String {
    csv(drafts.map { Record(draft: $0, reviewer: "") })
  }

  static func csv(_ records: [Record]) -> String {
    var writer = DelimitedTextWriter(columns: required + optional)
    for record in records {
      let draft = record.draft
      writer.append([
        draft.slug, draft.question, draft.answer, draft.source, draft.topic, draft.language,
        draft.similar.joined(separator: "|"), draft.minAgeDays.map(String.init) ?? "",
        draft.maxAgeDays.map(String.init) ?? "", record.reviewer,
      ])
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

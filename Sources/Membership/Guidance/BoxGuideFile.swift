internal import DelimitedText
internal import TenantStore

/// Reads and writes `guidance.csv`: what is said with boxes, one plan, age and language per row.
enum BoxGuideFile {
  static let path = "guidance.csv"
  private static let required = ["plan", "from_months", "language", "title", "text", "source"]

  /// The rows of a file.
  ///
  /// Everything that is wrong is thrown together as `FolderProblems`.
  static func read(_ bytes: [UInt8], plans: Set<String>) throws -> [BoxGuide] {
    let table: DelimitedTable
    do {
      table = try DelimitedTable(csv: bytes, required: required, optional: ["reviewer"])
    } catch {
      throw FolderProblems(
        error.problems.map { problem in
          FolderProblem(file: path, line: problem.line, field: problem.name, message: "\(problem)")
        }
      )
    }
    var (guides, problems): ([BoxGuide], [FolderProblem]) = ([], [])
    var seen: Set<BoxGuide.Place> = []
    for record in table.records where !record.isBlank {
      func note(_ message: String) {
        problems.append(FolderProblem(file: path, line: record.line, message: message))
      }
      guard let months = Int(record["from_months"]),
        let language = LanguageTag(rawValue: record["language"])
      else {
        note("from_months must be whole months and language a tag such as zh or en")
        continue
      }
      let guide = BoxGuide(
        plan: record["plan"],
        fromMonths: months,
        language: language,
        title: record["title"],
        text: record["text"],
        source: record["source"],
        reviewer: record["reviewer"]
      )
      let wrong = guide.wrongFields
      if !wrong.isEmpty {
        note("\(wrong.joined(separator: ", ")): is missing, too long or out of range")
      } else if !plans.contains(guide.plan) {
        note("\"\(guide.plan)\" is no plan of the subscriptions; name one of tenant.yaml")
      } else if !seen.insert(guide.place).inserted {
        note("\(guide.subject) stands in the file already")
      }
      guides.append(guide)
    }
    guard problems.isEmpty else { throw FolderProblems(problems) }
    return guides
  }

  /// A file that ``read(_:plans:)`` reads.
  static func file(_ guides: [BoxGuide]) -> FolderFile {
    var writer = DelimitedTextWriter(columns: required + ["reviewer"])
    for guide in guides {
      writer.append([
        guide.plan, "\(guide.fromMonths)", guide.language.rawValue, guide.title, guide.text,
        guide.source, guide.reviewer,
      ])
    }
    return FolderFile(path: path, bytes: writer.bytes)
  }
}

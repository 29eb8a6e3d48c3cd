internal import Yams

/// Words for what the YAML parser refuses.
enum YAMLFault {
  static func problem(_ error: any Error, in file: String) -> DocumentProblem {
    guard let error = error as? YamlError else {
      return DocumentProblem(file: file, message: "is not YAML")
    }
    switch error {
    case .scanner(_, let problem, let mark, _) where problem.contains("tab character"):
      return at(mark, file, "is not YAML: \(problem); indent with spaces, not tabs")
    case .scanner(_, "found character that cannot start any token", let mark, _):
      return at(
        mark,
        file,
        "is not YAML: indent with spaces, not tabs, and quote texts with @ or `"
      )
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return at(mark, file, "is not YAML: \(problem)")
    case .composer(_, "but found another document", let mark, _):
      return at(mark, file, "holds a second document; a tenant is one document, so remove ---")
    case .composer(_, let problem, let mark, _):
      return at(mark, file, "cannot be read: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.joined(separator: ", ")
      return DocumentProblem(
        file: file,
        line: context.mark.line,
        column: context.mark.column,
        key: keys.first,
        message: "stands twice among the keys that begin here (\(names)); keep one of them"
      )
    case .reader(let problem, _, _, _):
      return DocumentProblem(file: file, message: "holds a character that YAML forbids: \(problem)")
    default:
      return DocumentProblem(file: file, message: "is not YAML")
    }
  }

  private static func at(_ mark: Mark, _ file: String, _ message: String) -> DocumentProblem {
    DocumentProblem(file: file, line: mark.line, column: mark.column, message: message)
  }
}

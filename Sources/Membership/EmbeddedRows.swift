/// The rows of a data file of the module: fields between commas, lines that begin with # left out.
enum EmbeddedRows {
  static func of(_ path: String, fields: Int) -> [[String]] {
    guard let text = EmbeddedText.files[path] else {
      preconditionFailure("\(path) is embedded")
    }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let row = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      precondition(row.count == fields, "\(path) has \(fields) fields in each row: \(line)")
      return row
    }
  }
}

/// Writes comma-separated values after RFC 4180, with LF at the ends of lines.
public struct DelimitedTextWriter: Sendable {
  private var text: String

  /// Begins a file with its header.
  public init(columns: [String]) {
    text = ""
    append(columns)
  }

  /// Adds a record with one field per column.
  public mutating func append(_ fields: [String]) {
    text += fields.map(Self.escaped).joined(separator: ",") + "\n"
  }

  /// The file in UTF-8.
  public var bytes: [UInt8] { Array(text.utf8) }

  private static func escaped(_ field: String) -> String {
    let special = Set(",\"\r\n".utf8)
    guard field.utf8.contains(where: special.contains) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

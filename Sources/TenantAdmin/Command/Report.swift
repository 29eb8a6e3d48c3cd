internal import Foundation
package import TenantStore

/// What a command found or did: as JSON for a script, as text for a person.
package struct Report: Sendable {
  /// The same content as the text, and more.
  package let json: JSONValue
  /// Lines and tables.
  package let text: String
  /// What a script learns from the exit code.
  package let status: CommandStatus

  init(_ value: some Encodable, text: String, status: CommandStatus = .success) throws {
    json = try JSONValue(encoding: value)
    self.text = text
    self.status = status
  }

  /// The JSON, indented, with sorted keys.
  package var jsonText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(json) else { return json.canonicalText }
    return String(decoding: data, as: UTF8.self)
  }
}

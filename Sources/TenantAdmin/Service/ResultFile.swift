internal import Foundation

/// A file with a JSON object a line, which a measure leaves for scripts.
enum ResultFile {
  /// Writes all lines.
  ///
  /// - Throws: ``AdminError`` where the file cannot be written.
  static func write(_ results: [some Encodable], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for result in results {
      data += try encoder.encode(result)
      data.append(UInt8(ascii: "\n"))
    }
    do {
      try data.write(to: URL(filePath: path))
    } catch {
      throw AdminError(.cannotWrite, "\(path) cannot be written")
    }
  }
}

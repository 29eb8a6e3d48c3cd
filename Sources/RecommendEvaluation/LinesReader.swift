import Foundation

/// Reads named columns of a task's CSV file, one line after another, without a `String` per field.
///
/// Fields may stand in quotes (RFC 4180); a line with other than the header's number of fields, a
/// number that is none and a column that is missing are refused with the file, line and column.
package struct LinesReader {
  /// One field as bytes.
  package typealias Field = ArraySlice<UInt8>

  private let path: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private let names: [String]
  private let places: [Int]
  private let width: Int
  private var fields: [Field] = []

  /// Opens a file and finds its columns.
  ///
  /// - Parameters:
  ///   - path: CSV, or CSV.gz.
  ///   - columns: The columns to read, each with the names that it may have in the header.
  /// - Throws: `TaskFileError` for a file that cannot be read, has no header or lacks a column.
  package init(_ path: String, columns: [[String]]) throws {
    self.path = path
    bytes = [UInt8](try TaskFile.bytes(of: path))
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    var header = LineScanner(position: position)
    guard let found = header.next(in: bytes) else {
      throw TaskFileError(path: path, problem: "is empty: its first line must name the columns")
    }
    position = header.position
    let titles = found.map { String(decoding: $0, as: UTF8.self) }
    width = titles.count
    places = try columns.map { aliases in
      guard let place = titles.firstIndex(where: aliases.contains) else {
        let wanted = aliases.joined(separator: " or ")
        let problem = "line 1: has no column \(wanted); it has \(titles.joined(separator: ", "))"
        throw TaskFileError(path: path, problem: problem)
      }
      return place
    }
    names = places.map { titles[$0] }
  }

  /// Goes to the next line that is not blank.
  ///
  /// - Returns: Whether there is one.
  package mutating func next() throws -> Bool {
    while true {
      line += 1
      var scanner = LineScanner(position: position)
      guard let found = scanner.next(in: bytes) else { return false }
      position = scanner.position
      if found.count == 1, found[0].isEmpty { continue }
      guard found.count == width else {
        let problem = "line \(line): has \(found.count) fields where the header has \(width)"
        throw TaskFileError(path: path, problem: problem)
      }
      fields = found
      return true
    }
  }

  /// The field of a column, by the column's number in the list that the reader was opened with.
  package subscript(column: Int) -> Field { fields[places[column]] }

  /// The field of a column as text.
  package func text(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

  /// The field of a column as a whole number.
  package func integer(_ column: Int) throws -> Int {
    guard let value = Int(text(column)) else { throw problem(column, "is no whole number") }
    return value
  }

  /// The field of a column as a finite number.
  package func number(_ column: Int) throws -> Double {
    guard let value = Double(text(column)), value.isFinite else {
      throw problem(column, "is no finite number")
    }
    return value
  }

  /// An error that names the file, the line and a column of it.
  package func problem(_ column: Int, _ what: String) -> TaskFileError {
    let place = "line \(line), column \(names[column])"
    return TaskFileError(path: path, problem: "\(place): \"\(text(column))\" \(what)")
  }
}

/// Splits bytes into the fields of one record after another.
private struct LineScanner {
  var position: Int

  mutating func next(in bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
    guard position < bytes.count else { return nil }
    var fields: [ArraySlice<UInt8>] = []
    while true {
      fields.append(field(in: bytes))
      guard position < bytes.count else { return fields }
      let end = bytes[position]
      position += 1
      if end == UInt8(ascii: ",") { continue }
      if end == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
      return fields
    }
  }

  private mutating func field(in bytes: [UInt8]) -> ArraySlice<UInt8> {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return quoted(in: bytes) }
    let start = position
    while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
    return bytes[start..<position]
  }

  private mutating func quoted(in bytes: [UInt8]) -> ArraySlice<UInt8> {
    var field: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else { break }
        position += 1
      }
      field.append(byte)
    }
    while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
    return field[...]
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
  }
}

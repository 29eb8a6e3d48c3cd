/// One record of a delimited file.
public struct DelimitedRecord: Sendable {
  /// The line, from 1, on which the record begins.
  public let line: Int
  /// The number of the record, from 1 for the header: the row that a spreadsheet shows.
  public let row: Int
  /// Whether nothing is wrong with how the record is written.
  public let isSound: Bool
  let bytes: [UInt8]
  let ends: [Int]
  let places: ColumnPlaces

  /// How many fields the record has.
  public var count: Int { ends.count }

  /// Whether the record has as many fields as the header, so that each stands in its column.
  public var isWhole: Bool { count == places.names.count }

  /// Whether every field is empty, as in the rows that a spreadsheet leaves behind its table.
  public var isBlank: Bool { bytes.isEmpty }

  /// The field at a place, from 0; empty when the record has no such place.
  public subscript(place: Int) -> String {
    guard ends.indices.contains(place) else { return "" }
    let start = place == 0 ? 0 : ends[place - 1]
    return String(decoding: bytes[start..<ends[place]], as: UTF8.self)
  }

  /// The field of a column; empty when the file has no such column.
  public subscript(column: String) -> String {
    places.place(of: column).map { self[$0] } ?? ""
  }

  /// The column's number, from 1; nothing when the file has no such column.
  public func number(of column: String) -> Int? { places.place(of: column).map { $0 + 1 } }

  /// All fields in their order.
  public var fields: [String] { ends.indices.map { self[$0] } }
}

/// Where each column stands; one value shared by all records of a file.
final class ColumnPlaces: Sendable {
  let names: [String]
  private let places: [String: Int]

  init(_ names: [String]) {
    self.names = names
    places = Dictionary(
      names.enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func place(of name: String) -> Int? { places[name] }
}

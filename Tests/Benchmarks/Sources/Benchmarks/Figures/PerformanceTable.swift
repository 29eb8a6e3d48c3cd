import Foundation

/// The table of figures in a Markdown file, between two marks; the prose around it is kept.
struct PerformanceTable {
  static let begin = "<!-- figures: written by benchmarks --record -->"
  static let end = "<!-- end of figures -->"
  private static let head = """
    | figure | goal | floor | measured (windows) | peer | ratio | reached | load | date |
    |---|---|---|---|---|---|---|---|---|
    """

  let path: String

  /// Puts a measurement in the place of the figure's row, and all rows in the list's order.
  func renew(_ figure: Figure, _ measurement: Measurement) throws {
    let text =
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? "\(Self.begin)\n\(Self.end)\n"
    guard let begin = text.range(of: Self.begin), let end = text.range(of: Self.end),
      begin.upperBound <= end.lowerBound
    else { throw Program.Failure(description: "\(path) has no place for the table") }
    var rows: [String: String] = [:]
    for line in text[begin.upperBound..<end.lowerBound].split(separator: "\n") {
      guard let name = line.firstMatch(of: /^\| `([^`]+)`/) else { continue }
      rows[String(name.1)] = String(line)
    }
    rows[figure.name] = Self.row(measurement)
    let ordered = FigureList.all.compactMap { rows[$0.name] }
    let table = """

      Machine of the last run: \(Machine.description).

      \(Self.head)
      \(ordered.joined(separator: "\n"))

      """
    let renewed = text[..<begin.upperBound] + table + text[end.lowerBound...]
    try String(renewed).write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func row(_ measurement: Measurement) -> String {
    let spread = measurement.spread.map(\.short).joined(separator: "–")
    var peer = measurement.peer ?? ""
    if let value = measurement.peerValue { peer += ": \(value.short)" }
    let cells = [
      "`\(measurement.name)`", measurement.goal ?? "", measurement.floor ?? "",
      "\(measurement.value.short) \(measurement.unit) (\(spread))", peer,
      measurement.ratio.map(\.short) ?? "", measurement.met?.rawValue ?? "",
      measurement.load.short, Date.now.formatted(.iso8601.year().month().day()),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

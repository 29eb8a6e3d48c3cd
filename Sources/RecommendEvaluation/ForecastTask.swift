import ArgumentParser
import Foundation
import Recommend

/// `forecast`: units of the periods to come for each series of a file.
struct ForecastTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Foretells the mean and the quantiles of demand, series by series.",
    discussion: """
      The series' file has the columns series, period (whole numbers) and units. A period that is \
      missing between a series' first one and the file's last one counts as 0 units; several lines \
      of a series and period are added up. The answer has a line for each series, period and \
      quantile, the periods numbered on from the file's last, and "mean" in the place of a quantile.
      """
  )

  @Option(help: "CSV or CSV.gz with series, period, units.") var series: String
  @Option(help: "How many periods ahead, 1 to 1000.") var horizon: Int
  @Option(help: "Probabilities above 0 and below 1, between commas.") var quantiles =
    "0.5,0.8,0.95,0.98"
  @Option(help: "Where the answer is written, as CSV.") var out: String

  func run() throws {
    guard (1...1_000).contains(horizon) else { throw ValidationError("--horizon: 1 to 1000") }
    let levels = try quantiles.split(separator: ",").map { text in
      guard let level = Double(text), level > 0, level < 1 else {
        throw ValidationError("--quantiles: \"\(text)\" is not above 0 and below 1")
      }
      return (text: String(text), level: level)
    }
    let table = try SeriesTable(series)
    let forecaster = DemandForecaster(table.histories, horizon: horizon)
    var lines = "series,period,quantile,units\n"
    for (name, history) in zip(table.names, table.histories) {
      for (step, forecast) in forecaster.forecasts(history, periods: horizon).enumerated() {
        let start = "\(name),\(table.lastPeriod + 1 + step)"
        lines += "\(start),mean,\(forecast.mean)\n"
        for level in levels {
          lines += "\(start),\(level.text),\(forecast.quantile(level.level))\n"
        }
      }
    }
    try Data(lines.utf8).write(to: URL(filePath: out))
  }
}

/// The series of a file, from each one's first period to the last period of all.
package struct SeriesTable {
  /// The names as they stand in the file, quoted where CSV needs it, in the order of the file.
  package private(set) var names: [String] = []
  /// Units per period of each series.
  package private(set) var histories: [[Double]] = []
  /// The last period of the file.
  package private(set) var lastPeriod = 0

  /// Reads a file.
  ///
  /// - Throws: `TaskFileError` for a file without series, a period that is no whole number, or units
  ///   that are no number or below 0.
  package init(_ path: String) throws {
    var reader = try LinesReader(path, columns: [["series"], ["period"], ["units"]])
    var places: [LinesReader.Field: Int] = [:]
    var points: [[(period: Int, units: Double)]] = []
    var last: Int?
    while try reader.next() {
      let period = try reader.integer(1)
      let units = try reader.number(2)
      guard abs(period) <= 1_000_000 else { throw reader.problem(1, "is beyond a million") }
      guard units >= 0 else { throw reader.problem(2, "is below 0") }
      let place = places[reader[0]] ?? points.count
      if place == points.count {
        places[reader[0]] = place
        points.append([])
        names.append(CSVField.quoted(reader.text(0)))
      }
      points[place].append((period, units))
      last = max(last ?? period, period)
    }
    guard let last else { throw TaskFileError(path: path, problem: "holds no series") }
    lastPeriod = last
    histories = points.map { points in
      let first = points.lazy.map(\.period).min() ?? last
      var units = [Double](repeating: 0, count: last - first + 1)
      for point in points { units[point.period - first] += point.units }
      return units
    }
  }
}

/// A field as a CSV file writes it.
package enum CSVField {
  /// The text, in quotes when it holds a comma, a quote or the end of a line.
  package static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}

internal import Foundation

/// Where values lie on a drawing.
struct PlotScale: Hashable {
  /// The width and height of the drawing, in its own units.
  static let (width, height) = (640.0, 250.0)
  private static let (left, right, top, bottom) = (48.0, 612.0, 10.0, 222.0)

  let columns: ClosedRange<Double>
  let rows: ClosedRange<Double>

  /// A drawing that holds some values; ranges without a width get one.
  init(columns: ClosedRange<Double>, rows: ClosedRange<Double>) {
    self.columns = Self.wide(columns)
    self.rows = Self.wide(rows)
  }

  private static func wide(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.upperBound > range.lowerBound ? range : range.lowerBound...range.lowerBound + 1
  }

  func x(_ value: Double) -> Double {
    let share = (value - columns.lowerBound) / (columns.upperBound - columns.lowerBound)
    return Self.left + share * (Self.right - Self.left)
  }

  func y(_ value: Double) -> Double {
    let share = (value - rows.lowerBound) / (rows.upperBound - rows.lowerBound)
    return Self.bottom - share * (Self.bottom - Self.top)
  }

  /// A line through points.
  func line(_ points: [(x: Double, y: Double)]) -> String {
    points.enumerated().map { number, point in
      "\(number == 0 ? "M" : "L")\(Self.text(x(point.x))) \(Self.text(y(point.y)))"
    }.joined()
  }

  /// The area between an upper and a lower line of equally many points.
  func band(_ points: [(x: Double, low: Double, high: Double)]) -> String {
    guard !points.isEmpty else { return "" }
    let upper = points.map { (x: $0.x, y: $0.high) }
    let lower = points.reversed().map { (x: $0.x, y: $0.low) }
    return line(upper + lower) + "Z"
  }

  /// Whole or even values that divide the rows, three to six of them.
  var ticks: [Double] {
    let span = rows.upperBound - rows.lowerBound
    let magnitude = pow(10, floor(log10(span / 4)))
    let step = [1, 2, 2.5, 5, 10].map { $0 * magnitude }.first { span / $0 <= 5 } ?? span
    let first = (rows.lowerBound / step).rounded(.up) * step
    return Array(stride(from: first, through: rows.upperBound + step / 1_000, by: step))
  }

  /// A number of the drawing with one decimal.
  static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// The lower edge, where the labels of columns stand.
  static var labelRow: String { text(bottom + 18) }
  static var labelColumn: String { text(left - 6) }
  static var edges: (left: String, right: String) { (text(left), text(right)) }
}

internal import Foundation

/// Shares over time as a picture: SVG without scripts, links or outside fonts; the same stands in a
/// table beside it.
///
/// Colours take the page's text colour; lines differ in their dashes.
struct LinePlot {
  /// One line.
  struct Line {
    let name: String
    let points: [(x: Double, y: Double)]
    /// Whether it holds its value until the next point.
    var isStep = false
    var isFaint = false
  }

  /// Keeps the ids of one page apart.
  let id: String
  let title: String
  let description: String
  /// What the lower axis counts.
  let axis: String
  let lines: [Line]
  /// The highest value of the left axis, 1 for shares.
  var top = 1.0
  /// How values of the left axis are written.
  var format: (Double) -> String = { "\(Int(($0 * 100).rounded())) %" }

  private static let (left, right, upper, lower) = (72.0, 620.0, 16.0, 300.0)
  private static let dashes = ["", " stroke-dasharray=\"7 4\"", " stroke-dasharray=\"2 4\""]

  private var last: Double { max(1, lines.flatMap(\.points).map(\.x).max() ?? 1) }

  /// The document, 640 × 350.
  var svg: String {
    let drawn = lines.enumerated().map { line($1, $0) }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 350" role="img" \
      aria-labelledby="\(id)-title \(id)-desc" fill="none" stroke="currentColor" \
      font-family="sans-serif" font-size="13"><title id="\(id)-title">\(Self.escaped(title))\
      </title><desc id="\(id)-desc">\(Self.escaped(description))</desc>\(axes)\(drawn)</svg>
      """
  }

  private var axes: String {
    let marks = (0...4).map { step -> String in
      let value = top * Double(step) / 4
      return "<path d=\"M\(Self.left) \(y(value))H\(Self.right)\" opacity=\"0.15\"/>"
        + Self.label(format(value), "x=\"64\" y=\"\(y(value))\" dy=\"4\" text-anchor=\"end\"")
    }
    let step = max(1, (last / 6).rounded(.up))
    let ticks = stride(from: 0, through: last, by: step).map {
      Self.label("\(Int($0))", "x=\"\(x($0))\" y=\"318\" text-anchor=\"middle\"")
    }
    return "<path d=\"M\(Self.left) \(Self.upper)V\(Self.lower)H\(Self.right)\"/>"
      + marks.joined() + ticks.joined()
      + Self.label(axis, "x=\"346\" y=\"342\" text-anchor=\"middle\"")
  }

  private func line(_ line: Line, _ index: Int) -> String {
    guard let first = line.points.first else { return "" }
    var path = "M\(x(first.x)) \(y(first.y))"
    for point in line.points.dropFirst() {
      path += line.isStep ? "H\(x(point.x))V\(y(point.y))" : "L\(x(point.x)) \(y(point.y))"
    }
    let dash = Self.dashes[index % Self.dashes.count]
    let width = line.isFaint ? "1" : "2.5"
    let dots =
      line.isStep
      ? ""
      : line.points.map {
        "<circle cx=\"\(x($0.x))\" cy=\"\(y($0.y))\" r=\"3\" fill=\"currentColor\"/>"
      }.joined()
    return "<path d=\"\(path)\" stroke-width=\"\(width)\"\(dash)/>" + dots
  }

  private func x(_ value: Double) -> String {
    Self.tenths(Self.left + value / last * (Self.right - Self.left))
  }

  private func y(_ value: Double) -> String {
    let share = top > 0 ? min(1, max(0, value / top)) : 0
    return Self.tenths(Self.lower - share * (Self.lower - Self.upper))
  }

  private static func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  private static func label(_ text: String, _ place: String) -> String {
    "<text \(place) fill=\"currentColor\" stroke=\"none\">\(escaped(text))</text>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

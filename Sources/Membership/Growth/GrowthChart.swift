internal import Foundation

/// What stands on a growth chart, in the language of whoever looks.
public struct GrowthChartTexts: Hashable, Sendable {
  /// The picture in a few words, for a screen reader too: `宝宝的体重`.
  public var title: String
  /// What the picture shows, for who cannot see it: the last point and its percentile.
  public var description: String
  /// What the lower axis counts: `月龄`.
  public var age: String
  /// What the left axis counts: `千克`.
  public var value: String

  /// Names what stands on a chart.
  public init(title: String, description: String, age: String, value: String) {
    self.title = title
    self.description = description
    self.age = age
    self.value = value
  }
}

/// A child's measurements among the percentiles of the WHO standards, as a picture.
public enum GrowthChart {
  /// The percentiles that are drawn, with their z-scores.
  static let bands: [(percentile: Int, score: Double)] = [
    (3, -1.880_794), (15, -1.036_433), (50, 0), (85, 1.036_433), (97, 1.880_794),
  ]

  /// The picture as SVG, 640 × 420, without scripts, links or outside fonts.
  ///
  /// Colours take the page's text colour, so that a dark page needs no second picture; lines differ
  /// in their dashes as well, and points are said in the description.
  /// - Parameters:
  ///   - indicator: An indicator by age.
  ///   - sex: Which standard is drawn.
  ///   - points: Age in days and value, kilograms or centimetres; those outside of the tables are
  ///     left out.
  ///   - texts: What stands on it.
  /// - Returns: The document, or nothing for an indicator by length.
  public static func svg(
    _ indicator: GrowthIndicator,
    sex: ChildSex,
    points: [(ageInDays: Int, value: Double)],
    texts: GrowthChartTexts
  ) -> String? {
    guard indicator != .weightForLength, indicator != .weightForHeight else { return nil }
    let table = GrowthTable.of(indicator, sex)
    let shown = points.filter { table[$0.ageInDays] != nil }.sorted { $0.ageInDays < $1.ageInDays }
    let months = monthsShown(upTo: shown.last?.ageInDays ?? 0)
    let lastDay = min(Int(Double(months) * daysPerMonth), GrowthRule.lastDay)
    let curves = bands.map { band in
      stride(from: 0, through: lastDay, by: max(1, lastDay / 60)).compactMap { day in
        table[day].map { (Double(day), GrowthRule.value(at: band.score, in: $0)) }
      }
    }
    let values = curves.flatMap { $0.map(\.1) } + shown.map(\.value)
    let frame = Frame(days: Double(lastDay), values: values)
    let body =
      frame.axes(months: months, texts)
      + zip(bands, curves).map { frame.curve($1, percentile: $0.percentile) }.joined()
      + frame.measured(shown.map { (Double($0.ageInDays), $0.value) })
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" role="img" \
      aria-labelledby="growth-title growth-desc" fill="none" stroke="currentColor" \
      font-family="sans-serif" font-size="13"><title id="growth-title">\(escaped(texts.title))\
      </title><desc id="growth-desc">\(escaped(texts.description))</desc>\(body)</svg>
      """
  }

  static let daysPerMonth = 30.4375

  /// The first of 6, 12, 24, 36 and 60 months that holds an age.
  private static func monthsShown(upTo day: Int) -> Int {
    [6, 12, 24, 36].first { Double(day) <= Double($0) * daysPerMonth } ?? 60
  }

  /// Text as it may stand in a document.
  ///
  /// By code points: a sign that a mark stands before or after is another character than the sign.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// Where ages and values lie on the picture.
private struct Frame {
  let days: Double
  let least: Double
  let most: Double

  private static let (left, right, top, bottom) = (56.0, 590.0, 16.0, 372.0)

  init(days: Double, values: [Double]) {
    self.days = days
    let span = (values.max() ?? 1) - (values.min() ?? 0)
    least = max(0, (values.min() ?? 0) - span * 0.05)
    most = (values.max() ?? 1) + span * 0.05
  }

  private func place(_ day: Double, _ value: Double) -> String {
    "\(x(day)),\(y(value))"
  }

  private func x(_ day: Double) -> String {
    tenths(Self.left + day / days * (Self.right - Self.left))
  }

  private func y(_ value: Double) -> String {
    tenths(Self.bottom - (value - least) / (most - least) * (Self.bottom - Self.top))
  }

  private func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  func curve(_ points: [(Double, Double)], percentile: Int) -> String {
    guard let end = points.last else { return "" }
    let dashes =
      switch percentile {
      case 50: ""
      case 15, 85: " stroke-dasharray=\"6 4\""
      default: " stroke-dasharray=\"2 4\""
      }
    let path = points.map { place($0.0, $0.1) }.joined(separator: " ")
    return """
      <polyline points="\(path)" opacity="0.6"\(dashes)/>\
      <text x="596" y="\(y(end.1))" dy="4" fill="currentColor" stroke="none">P\(percentile)</text>
      """
  }

  func measured(_ points: [(Double, Double)]) -> String {
    guard !points.isEmpty else { return "" }
    let path = points.map { place($0.0, $0.1) }.joined(separator: " ")
    let dots = points.map {
      "<circle cx=\"\(x($0.0))\" cy=\"\(y($0.1))\" r=\"4\" fill=\"currentColor\"/>"
    }
    return "<polyline points=\"\(path)\" stroke-width=\"2.5\"/>" + dots.joined()
  }

  func axes(months: Int, _ texts: GrowthChartTexts) -> String {
    let label = { (text: String, at: String) in
      "<text \(at) fill=\"currentColor\" stroke=\"none\">\(GrowthChart.escaped(text))</text>"
    }
    let ages = (0...6).map { step -> String in
      let month = Double(months) * Double(step) / 6
      let at = x(min(month * GrowthChart.daysPerMonth, days))
      return label("\(Int(month))", "x=\"\(at)\" y=\"390\" text-anchor=\"middle\"")
    }
    let step = max(1, ((most - least) / 6).rounded(.up))
    let marks = stride(from: (least / step).rounded(.up) * step, through: most, by: step).map {
      "<path d=\"M\(Self.left) \(y($0))H\(Self.right)\" opacity=\"0.15\"/>"
        + label("\(Int($0))", "x=\"48\" y=\"\(y($0))\" dy=\"4\" text-anchor=\"end\"")
    }
    return "<path d=\"M\(Self.left) \(Self.top)V\(Self.bottom)H\(Self.right)\"/>"
      + ages.joined() + marks.joined()
      + label(texts.age, "x=\"323\" y=\"412\" text-anchor=\"middle\"")
      + label(texts.value, "x=\"14\" y=\"200\" transform=\"rotate(-90 14 200)\"")
  }
}

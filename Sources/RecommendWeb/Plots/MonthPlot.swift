internal import Recommend
internal import TenantWeb

/// Figures month by month as lines, with their table.
struct MonthPlot {
  /// One line of the drawing.
  struct Line {
    /// How it is drawn: `middle`, `past` or `goal`.
    let kind: String
    let name: String
    /// One for each month.
    let values: [Double]
  }

  let id: String
  let title: String
  let description: String
  let texts: LocalTexts
  /// ``BirthMonth/number(of:in:)``, in order.
  let months: [Int]
  let lines: [Line]
  /// What a value is called in the table.
  let format: (Double) -> String
  /// What it is called beside the drawing, where there is little room.
  let tick: (Double) -> String

  /// Nothing where there is no line to draw.
  var view: View? {
    guard let first = months.first, let last = months.last, first < last else { return nil }
    let highest = lines.flatMap(\.values).max() ?? 0
    let lowest = lines.flatMap(\.values).min() ?? 0
    let scale = PlotScale(
      columns: Double(first)...Double(last),
      rows: min(0, lowest * 1.1)...max(highest * 1.1, 0.01)
    )
    func points(_ line: Line) -> [(x: Double, y: Double)] {
      zip(months, line.values).map { (x: Double($0), y: $1) }
    }
    let step = max(1, (months.count + 5) / 6)
    return PlotView(
      id: id,
      title: title,
      description: description,
      scale: scale,
      shapes: lines.map { .init(kind: $0.kind, path: scale.line(points($0))) },
      labels: months.enumerated().filter { $0.offset.isMultiple(of: step) }.map {
        .init(x: Double($0.element), text: InsightMonths.text($0.element))
      },
      tick: tick,
      legend: lines.map { ($0.kind, $0.name) },
      points: [],
      columns: [texts["recommend.business.month"]] + lines.map(\.name),
      rows: months.enumerated().map { place, month in
        [InsightMonths.text(month)] + lines.map { format($0.values[place]) }
      },
      tableTitle: texts["recommend.demand.table"]
    ).view
  }
}

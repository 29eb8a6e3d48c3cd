internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The demand of an article at a place as a drawing: what was sold, and what is to come with its bands.
struct ForecastPlot {
  /// How many weeks of the past are drawn.
  private static let past = 26

  let id: String
  let title: String
  let forecast: SeriesForecast
  let run: ForecastRun
  let texts: LocalTexts

  private var history: [(x: Double, y: Double)] {
    let shown = forecast.history.suffix(Self.past)
    return shown.enumerated().map { place, units in
      (Double(run.lastWeek.number - shown.count + 1 + place), Double(units))
    }
  }

  private var weeks: [Double] {
    forecast.means.indices.map { Double(run.lastWeek.number + 1 + $0) }
  }

  private func day(_ week: Double) -> String {
    let date = SalesWeek.date(of: SalesWeek(Int(week)).monday)
    return texts["recommend.demand.week", ["month": "\(date.month)", "day": "\(date.day)"]]
  }

  var view: View {
    let past = history
    let quantiles = zip(weeks, forecast.quantiles).map { ($0, $1.map { Double($0) }) }
    let top = (past.map(\.y) + quantiles.compactMap { $0.1.last }).max() ?? 0
    let first = past.first?.x ?? Double(run.lastWeek.number)
    let scale = PlotScale(
      columns: first...(weeks.last ?? first),
      rows: 0...max(1, top * 1.05)
    )
    // The bands begin where the past ends, so that the eye goes on.
    let now = past.last.map { [(x: $0.x, low: $0.y, high: $0.y)] } ?? []
    let outer = now + quantiles.map { (x: $0.0, low: $0.1[0], high: $0.1[4]) }
    let inner = now + quantiles.map { (x: $0.0, low: $0.1[1], high: $0.1[3]) }
    let middle =
      now.map { (x: $0.x, y: $0.low) } + zip(weeks, forecast.means).map { (x: $0, y: $1) }
    return PlotView(
      id: id,
      title: title,
      description: description,
      scale: scale,
      shapes: [
        .init(kind: "outer", path: scale.band(outer)),
        .init(kind: "inner", path: scale.band(inner)),
        .init(kind: "past", path: scale.line(past)),
        .init(kind: "middle", path: scale.line(middle)),
      ],
      labels: labels(first, weeks.last ?? first),
      tick: { $0.rounded() == $0 ? "\(Int($0))" : "" },
      legend: ["past", "middle", "inner", "outer"].map {
        ($0, texts["recommend.demand.legend.\($0)"])
      },
      points: [],
      columns: [
        texts["recommend.demand.column.week"], texts["recommend.demand.column.sold"],
        texts["recommend.demand.column.expected"], texts["recommend.demand.column.inner"],
        texts["recommend.demand.column.outer"],
      ],
      rows: rows,
      tableTitle: texts["recommend.demand.table"]
    ).view
  }

  /// All values as a table: what was sold, then what is to come.
  private var rows: [[String]] {
    let sold = history.map { [day($0.x), "\(Int($0.y))", "", "", ""] }
    let coming = weeks.indices.map { place -> [String] in
      let levels = forecast.quantiles[place]
      return [
        day(weeks[place]), "", PlotScale.text(forecast.means[place]), "\(levels[1])–\(levels[3])",
        "\(levels[0])–\(levels[4])",
      ]
    }
    return sold + coming
  }

  /// The drawing in a sentence.
  private var description: String {
    let next = forecast.quantiles.first ?? [0, 0, 0, 0, 0]
    return texts[
      "recommend.demand.sentence",
      [
        "sold": "\(forecast.history.suffix(4).reduce(0, +))",
        "expected": PlotScale.text(forecast.means.first ?? 0), "low": "\(next[0])",
        "high": "\(next[4])",
      ]
    ]
  }

  /// At most six weeks are named.
  private func labels(_ first: Double, _ last: Double) -> [PlotView.Label] {
    let step = max(1, ((last - first) / 5).rounded(.up))
    return stride(from: first, through: last, by: step).map { .init(x: $0, text: day($0)) }
  }
}

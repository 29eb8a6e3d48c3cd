internal import Recommend
internal import TenantWeb

/// What stock buys: weeks of stock against weeks in which something lacked.
struct FrontierPlot {
  let points: [ForecastReport.FrontierPoint]
  /// The service that the shop aims at.
  let aim: Double
  let texts: LocalTexts

  /// Nothing when there is nothing to draw.
  var view: View? {
    let curve = points.filter { $0.service != nil }.sorted { $0.weeks < $1.weeks }
    guard curve.count > 1 else { return nil }
    let weeks = points.map(\.weeks)
    let scale = PlotScale(
      columns: 0...((weeks.max() ?? 1) * 1.08),
      rows: 0...max(0.01, (points.map(\.stockOuts).max() ?? 0) * 1.1)
    )
    let nearest = curve.min { abs(($0.service ?? 0) - aim) < abs(($1.service ?? 0) - aim) }
    return PlotView(
      id: "frontier",
      title: texts["recommend.supply.frontier.title"],
      description: texts["recommend.supply.frontier.text"],
      scale: scale,
      shapes: [
        .init(kind: "middle", path: scale.line(curve.map { (x: $0.weeks, y: $0.stockOuts) }))
      ],
      labels: stride(from: 0, through: Int(scale.columns.upperBound), by: step(scale)).map {
        .init(x: Double($0), text: "\($0)")
      },
      tick: Self.tick,
      legend: [
        ("middle", texts["recommend.supply.frontier.curve"]),
        ("chosen", texts["recommend.supply.frontier.chosen"]),
        ("goal", texts["recommend.supply.frontier.habit"]),
      ],
      points: points.map { point in
        let kind =
          point.service == nil ? "goal" : point == nearest ? "chosen" : "point"
        return (kind, point.weeks, point.stockOuts)
      },
      columns: [
        texts["recommend.supply.frontier.service"], texts["recommend.supply.frontier.weeks"],
        texts["recommend.supply.frontier.lack"],
      ],
      rows: points.map {
        [
          $0.service.map(Self.percent) ?? texts["recommend.supply.frontier.habit"],
          PlotScale.text($0.weeks), Self.percent($0.stockOuts),
        ]
      },
      tableTitle: texts["recommend.demand.table"]
    ).view
  }

  private func step(_ scale: PlotScale) -> Int {
    max(1, Int((scale.columns.upperBound / 6).rounded(.up)))
  }

  /// A share beside a line of the drawing, as short as it goes.
  static func tick(_ share: Double) -> String {
    let tenths = (share * 1_000).rounded()
    return tenths.truncatingRemainder(dividingBy: 10) == 0
      ? "\(Int(tenths / 10)) %" : percent(share)
  }

  static func percent(_ share: Double) -> String { "\(PlotScale.text(share * 100)) %" }
}

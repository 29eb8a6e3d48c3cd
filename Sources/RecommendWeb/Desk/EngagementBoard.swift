internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

extension BusinessBoard {
  /// How the shop is used, by the definitions that stand beside it.
  func engagement(_ engagement: Engagement) -> View {
    let texts = frame.texts
    let used = engagement.months
    guard !used.isEmpty || engagement.satisfaction.contains(where: { $0.answers > 0 }) else {
      return DeskBoard.section(
        texts["recommend.business.use.title"],
        text: texts["recommend.business.use.empty"]
      )
    }
    return DeskBoard.section(
      texts["recommend.business.use.title"],
      text: texts[
        "recommend.business.use.text",
        [
          "minutes": "\(EngagementMonth.gapMinutes)", "least": "\(EngagementMonth.fewestPeople)",
        ]
      ],
      facts: engagement.satisfaction.map { figure in
        .fact(texts["recommend.business.asked.\(figure.question.rawValue)"], words(figure))
      },
      plot: plot(used),
      table: used.isEmpty ? nil : table(used),
      isWide: true
    )
  }

  /// The days of a month that have begun.
  private func days(_ month: Int) -> Int {
    let zone = frame.request.tenant.timeZone
    guard let span = InsightMonths(first: month, last: month)?.span(in: zone) else { return 1 }
    let end = min(span.upperBound, frame.request.now)
    return max(1, Int((end.timeIntervalSince(span.lowerBound) / 86_400).rounded(.up)))
  }

  private func words(_ figure: SatisfactionFigure) -> String {
    let texts = frame.texts
    guard let percent = figure.percent else { return texts["recommend.business.unasked"] }
    let value =
      figure.question == .recommendation
      ? "\(Int(percent.rounded()))" : FrontierPlot.percent(percent / 100)
    let text = texts[
      "recommend.business.answers",
      ["figure": value, "count": "\(figure.answers)"]
    ]
    return figure.answers < SatisfactionFigure.fewestAnswers
      ? texts["recommend.business.thin", ["figure": text]] : text
  }

  private func plot(_ used: [EngagementMonth]) -> View? {
    let texts = frame.texts
    return MonthPlot(
      id: "use-plot",
      title: texts["recommend.business.use.plot"],
      description: texts["recommend.business.stickiness"],
      texts: texts,
      months: used.map(\.month),
      lines: [
        .init(
          kind: "middle",
          name: texts["recommend.business.stickiness"],
          values: used.map { $0.stickiness(days: days($0.month)) }
        )
      ],
      format: FrontierPlot.percent,
      tick: FrontierPlot.tick
    ).view
  }

  private func table(_ used: [EngagementMonth]) -> View {
    let texts = frame.texts
    return DeskBoard.table(
      "use",
      texts["recommend.business.use.title"],
      columns: [
        "month", "people", "sessions", "single", "stay", "minutesEach", "daysEach", "daily",
        "stickiness",
      ].map { texts["recommend.business.\($0)"] },
      rows: used.map { month in
        let name = InsightMonths.text(month.month)
        let days = days(month.month)
        return (
          name: month.isThin ? texts["recommend.business.thin", ["figure": name]] : name, href: nil,
          cells: [
            "\(month.people)", "\(month.sessions)", "\(month.single)",
            month.medianStay.map { PlotScale.text($0 / 60) } ?? "–",
            PlotScale.text(month.minutesEach), PlotScale.text(month.daysEach),
            PlotScale.text(month.dailyPeople(days: days)),
            FrontierPlot.percent(month.stickiness(days: days)),
          ]
        )
      }
    )
  }
}

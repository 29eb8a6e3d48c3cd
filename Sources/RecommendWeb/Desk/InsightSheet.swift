internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The pages of reports for brands as sections of the desk.
struct InsightSheet {
  let frame: DeskFrame
  /// What categories are called, by their short names.
  let categories: [String: String]

  private var texts: LocalTexts { frame.texts }

  func budget(_ budget: InsightBudget) -> View {
    [
      "title": texts["recommend.insight.budget", ["year": "\(budget.year)"]],
      "text": texts["recommend.insight.text"],
      "facts": [
        View.fact(texts["recommend.insight.granted"], Self.text(budget.granted.epsilon)),
        .fact(texts["recommend.insight.spent"], Self.text(budget.spent.epsilon)),
        .fact(texts["recommend.insight.left"], Self.text(budget.leftEpsilon)),
      ],
    ]
  }

  /// One question with its form; the numbers keep the forms of a page apart.
  func question(_ kind: InsightQuestion.Kind) -> View {
    let number = InsightQuestion.Kind.allCases.firstIndex(of: kind) ?? 0
    let last = BirthMonth.number(of: frame.request.now, in: frame.request.tenant.timeZone) - 1
    let form = DeskForm(
      path: "\(InsightDesk.path)/questions/\(kind.rawValue)",
      submit: texts["recommend.insight.ask"],
      fields: [
        .init(name: "brand", label: texts["recommend.insight.brand"], maximum: 80),
        month("from", last - 2), month("to", last),
        .init(name: "epsilon", label: texts["recommend.insight.epsilon"], value: "1", maximum: 6),
      ],
      hint: texts["recommend.insight.hint"]
    )
    return [
      "title": texts["recommend.insight.kind.\(kind.rawValue).title"],
      "text": texts["recommend.insight.kind.\(kind.rawValue).text"],
      "forms": frame.may(.changeInsight) ? DeskForm.views([form], frame, from: number) : [View](),
    ]
  }

  private func month(_ name: String, _ month: Int) -> DeskForm.Field {
    DeskForm.Field(
      name: name,
      label: texts["recommend.insight.\(name)"],
      value: InsightMonths.text(month),
      maximum: 7
    )
  }

  /// For whom reports were asked for.
  func log(_ uses: [InsightUse]) -> View {
    [
      "title": texts["recommend.insight.log.title"],
      "text": uses.isEmpty ? texts["recommend.insight.log.empty"] : nil,
      "lines": uses.map { use -> View in
        let months = use.question.months
        return [
          "name": use.brand,
          "detail": [
            texts["recommend.insight.kind.\(use.question.kind.rawValue).title"],
            "\(InsightMonths.text(months.first)) – \(InsightMonths.text(months.last))",
            frame.time(use.usedAt), use.actor,
          ].joined(separator: " · "),
          "amount": texts[
            use.isAnswered ? "recommend.insight.answered" : "recommend.insight.unanswered"
          ],
        ]
      },
    ]
  }

  /// A report, section by section.
  func sections(of report: InsightReport) -> [View] {
    let months = report.question.months
    let span = "\(InsightMonths.text(months.first)) – \(InsightMonths.text(months.last))"
    guard let table = report.table else {
      return [["title": span, "text": texts["recommend.insight.tooFew"]]]
    }
    let head: View = [
      "title": span,
      "text": texts[
        "recommend.insight.about",
        [
          "people": "\(table.counts.people)", "deviation": "\(Int(table.counts.deviation))",
          "least": "\(table.counts.leastShown)",
        ]
      ],
    ]
    switch report.question.kind {
    case .cohorts: return [head] + table.lines.indices.map { cohort(table, $0) }
    case .trends: return [head] + table.categories.indices.map { trend(table, $0) }
    }
  }

  private func cohort(_ table: InsightTable, _ line: Int) -> View {
    [
      "title": texts["recommend.insight.cohort.\(table.lines[line])"],
      "lines": table.categories.enumerated().map { place, name in
        self.line(categories[name] ?? name, table.people(line: line, category: place))
      },
    ]
  }

  private func trend(_ table: InsightTable, _ place: Int) -> View {
    let name = table.categories[place]
    var facts: [View] = []
    if let trend = table.trend(of: place) {
      let direction = texts["recommend.insight.trend.\(trend.direction.rawValue)"]
      facts = [
        .fact(texts["recommend.insight.trend.title"], direction),
        .fact(texts["recommend.insight.slope"], Self.range(trend.slopeBounds)),
        .fact(texts["recommend.insight.next"], Self.range(trend.nextBounds)),
      ]
    }
    return [
      "title": categories[name] ?? name, "facts": facts,
      "lines": table.lines.enumerated().map { line, month in
        self.line(month, table.people(line: line, category: place))
      },
    ]
  }

  private func line(_ name: String, _ people: Int?) -> View {
    [
      "name": name,
      "amount": people.map { "≈ \($0)" } ?? texts["recommend.insight.untold"],
    ]
  }

  private static func range(_ bounds: ClosedRange<Double>) -> String {
    let ends = [bounds.lowerBound, bounds.upperBound].map { "\(Int($0.rounded()))" }
    return ends.joined(separator: " … ")
  }

  private static func text(_ epsilon: Double) -> String {
    String(format: "%.2f", locale: Locale(identifier: "en_US_POSIX"), epsilon)
  }
}

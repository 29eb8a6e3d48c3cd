internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// What members are worth to a shop and how long they stay, with the definitions on the page.
enum ShopFigures {
  static let path = "/desk/figures"
  /// How many months of first orders stand in the table.
  private static let months = 12

  static let routes: [Route] = [
    MembershipDesk.pages.page(path, "showShopFigures", .seeInsight, show),
    MembershipDesk.pages.form("\(path)/themes", "openFeedbackTheme", .changeInsight, show: show) {
      request,
      actor,
      transaction in
      guard let source = FeedbackTheme.Source(rawValue: try request.form.required("source")) else {
        throw request.form.refusal("source", "is unknown")
      }
      try await FeedbackTheme.open(
        try request.form.required("title"),
        heardIn: source,
        note: request.form["note"] ?? "",
        by: actor,
        in: transaction
      )
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/answers",
      "answerFeedbackTheme",
      .changeInsight,
      show: show
    ) { request, actor, transaction in
      guard let theme = try request.form.value("theme", as: FeedbackThemeID.self) else {
        throw request.form.refusal("theme", "is missing")
      }
      try await FeedbackTheme.answer(
        theme,
        in: try request.form.required("release"),
        by: actor,
        in: transaction
      )
      return request.url(path)
    },
  ]

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let scope = request.scope
    let cohorts = try await scope.cohorts(of: request.tenant, months: months)
    let metrics = try await scope.shopMetrics(in: request.tenant.currency)
    let curve = SurvivalRule.curve(try await scope.subscriptionLifetimes())
    let year = request.now.addingTimeInterval(-365 * 86_400)
    let words = FeedbackFigures(frame)
    return try FigureSection.page(
      frame.texts["desk.figures.title"],
      lead: frame.texts["desk.figures.lead"],
      [
        payers(metrics, frame), retention(cohorts, frame), lifetime(cohorts, frame),
        survival(curve, frame), churn(try await scope.cancelReasons(), frame),
        words.scores(try await scope.feedbackScores(since: year)),
        words.comments(try await scope.feedback(since: year)),
        words.themes(try await scope.feedbackThemes()),
      ],
      frame,
      notice: notice
    )
  }

  private static func payers(_ metrics: ShopMetrics, _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    func money(_ units: Int64?) -> String {
      units.map {
        texts.money(Money(minorUnits: $0, currency: frame.request.tenant.currency))
      } ?? "–"
    }
    return FigureSection(
      title: texts["desk.figures.payers"],
      text: texts["desk.figures.payersHint"],
      facts: [
        (texts["desk.figures.arpu30"], money(metrics.averageRevenue30)),
        (texts["desk.figures.arpu365"], money(metrics.averageRevenue365)),
        (texts["desk.figures.payers30"], "\(metrics.payers30)"),
        (texts["desk.figures.payers365"], "\(metrics.payers365)"),
        (
          texts["desk.figures.repurchase"],
          metrics.repurchase.map { "\(percent($0)) (\(metrics.returned)/\(metrics.newcomers))" }
            ?? "–"
        ),
        (
          texts["desk.figures.calledOff"],
          metrics.placed30 == 0 ? "–" : "\(metrics.calledOff30)/\(metrics.placed30)"
        ),
      ]
    )
  }

  private static func retention(_ cohorts: [Cohort], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let curve = CohortRule.retention(cohorts)
    let rows = cohorts.map { cells(of: $0) }
    let ages = (1..<months).map { "+\($0)" }
    return FigureSection(
      title: texts["desk.figures.retention"],
      text: texts["desk.figures.retentionHint"],
      plot: curve.count < 2
        ? nil
        : LinePlot(
          id: "retention",
          title: texts["desk.figures.retention"],
          description: curve.enumerated().map { "\($0): \(percent($1))" }.joined(separator: ", "),
          axis: texts["desk.figures.monthsAfter"],
          lines: [
            .init(
              name: texts["desk.figures.retention"],
              points: curve.enumerated().map { (x: Double($0), y: $1) }
            )
          ]
        ),
      table: rows.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.figures.cohortTable"],
          columns: [texts["desk.figures.firstMonth"], texts["desk.figures.size"]]
            + ages,
          rows: rows
        )
    )
  }

  /// A cohort, its size, and the share that ordered in each month after the first.
  private static func cells(of cohort: Cohort) -> [String] {
    var cells = [cohort.name, "\(cohort.size)"]
    for month in 1..<months {
      let isThere = month < cohort.members.count && cohort.size > 0
      cells.append(
        isThere ? percent(Double(cohort.members[month]) / Double(cohort.size)) : ""
      )
    }
    return cells
  }

  private static func lifetime(_ cohorts: [Cohort], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let values = CohortRule.lifetimeValue(cohorts)
    func money(_ value: Double) -> String {
      let units = Int64(value.rounded())
      return texts.money(Money(minorUnits: units, currency: frame.request.tenant.currency))
    }
    return FigureSection(
      title: texts["desk.figures.lifetime"],
      text: texts["desk.figures.lifetimeHint"],
      plot: values.count < 2
        ? nil
        : LinePlot(
          id: "lifetime",
          title: texts["desk.figures.lifetime"],
          description: values.enumerated().map { "\($0): \(money($1))" }.joined(separator: ", "),
          axis: texts["desk.figures.monthsAfter"],
          lines: [
            .init(
              name: texts["desk.figures.lifetime"],
              points: values.enumerated().map { (x: Double($0), y: $1) }
            )
          ],
          top: max(1, values.max() ?? 1),
          format: money
        ),
      table: values.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.figures.lifetimeTable"],
          columns: [texts["desk.figures.monthsAfter"], texts["desk.figures.lifetime"]],
          rows: values.enumerated().map { ["\($0)", money($1)] }
        )
    )
  }

  private static func survival(_ steps: [SurvivalStep], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let last = steps.last?.day ?? 0
    func line(_ value: (SurvivalStep) -> Double) -> [(x: Double, y: Double)] {
      var points: [(x: Double, y: Double)] = [(x: 0, y: 1)]
      for step in steps { points.append((x: Double(step.day), y: value(step))) }
      return points
    }
    // A row for each day is too much to read; each month is enough.
    let days = Array(stride(from: 30, through: max(30, last), by: 30)).prefix(24)
    return FigureSection(
      title: texts["desk.figures.survival"],
      text: texts["desk.figures.survivalHint"],
      facts: [
        (
          texts["desk.figures.median"],
          SurvivalRule.median(of: steps).map { texts["desk.figures.days", ["days": "\($0)"]] }
            ?? "–"
        )
      ],
      plot: steps.isEmpty
        ? nil
        : LinePlot(
          id: "survival",
          title: texts["desk.figures.survival"],
          description: days.map { "\($0): \(percent(SurvivalRule.share(after: $0, on: steps)))" }
            .joined(separator: ", "),
          axis: texts["desk.figures.daysAfter"],
          lines: [
            .init(name: texts["desk.figures.share"], points: line(\.share), isStep: true),
            .init(name: "95 %", points: line(\.interval.lowerBound), isStep: true, isFaint: true),
            .init(name: "95 %", points: line(\.interval.upperBound), isStep: true, isFaint: true),
          ]
        ),
      table: steps.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.figures.survivalTable"],
          columns: [
            texts["desk.figures.daysAfter"], texts["desk.figures.share"], "95 %",
          ],
          rows: days.map { day in
            let step = steps.last { $0.day <= day }
            return [
              "\(day)", percent(step?.share ?? 1),
              step.map {
                "\(percent($0.interval.lowerBound))–\(percent($0.interval.upperBound))"
              } ?? "–",
            ]
          }
        )
    )
  }

  private static func churn(_ reasons: [CancelCount], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    return FigureSection(
      title: texts["desk.figures.churn"],
      text: texts[reasons.isEmpty ? "desk.figures.noChurn" : "desk.figures.churnHint"],
      lines: reasons.map { count in
        let key = "boxes.reason.\(count.reason)"
        let words = texts[key]
        return (words == key ? count.reason : words, "", "\(count.count)")
      }
    )
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

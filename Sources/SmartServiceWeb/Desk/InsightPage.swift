internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// How much was answered without a person, how fast people answered, how well it was liked, and what
/// had no answer.
enum InsightPage {
  static let path = "/desk/service-insights"
  private static let spans = [28, 84, 364]
  /// Fewer ratings say nothing.
  private static let leastRatings = 10

  static let route = ServiceDeskWords.routes.page(
    path,
    "showServiceInsights",
    .seeService,
    parameters: [.query("days", .choice(spans.map(String.init)), "How many days back.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let days = request.query["days"].flatMap { Int($0) } ?? spans[0]
    let since = request.now.addingTimeInterval(-Double(days) * 86_400)
    let found = try await request.scope.serviceInsights(since: since, in: request.tenant.timeZone)
    let missing = try await request.scope.unansweredQuestions(since: since)
    let times = try await request.scope.answerTimes(since: since)
    let grades = try await request.scope.answerGrades(since: since)
    let filters = spans.map { span -> View in
      [
        "name": texts["service.insight.days", ["days": "\(span)"]], "isCurrent": span == days,
        "href": request.url(path, ["days": "\(span)"]),
      ]
    }
    return try frame.page(
      "service/desk_insights",
      texts["service.desk.insights"],
      [
        "filters": filters, "facts": facts(found, grades, texts),
        "times": times.map { row($0, texts) }, "hasTimes": !times.isEmpty,
        "budget": texts[
          "service.insight.budget",
          ["seconds": seconds(Double(try allowed(request)))]
        ],
        "grading": frame.may(.decideKnowledge) ? request.url(GradingPage.path) : nil,
        "weeks": found.weeks.map { week($0, texts) }, "hasWeeks": !found.weeks.isEmpty,
        "missing": missing.prefix(20).map { group($0, frame) }, "hasMissing": !missing.isEmpty,
      ],
      notice: notice
    )
  }

  // MARK: Figures

  private static func facts(
    _ found: ServiceInsights,
    _ grades: AnswerGrades,
    _ texts: LocalTexts
  ) -> [View] {
    let people = found.people
    let entries: [(String, String)] = [
      ("talks", "\(found.automation.total)"),
      ("automation", share(found.automation, least: ServiceInsights.least, texts)),
      ("saved", found.savedMinutes.map { minutes($0, texts) } ?? texts["service.insight.tooFew"]),
      ("satisfaction", share(found.satisfaction, least: leastRatings, texts)),
      ("response", share(found.response, least: ServiceInsights.least, texts)),
      ("handOffs", "\(people.handOffs)"),
      ("first", people.medianMinutes.map { minutes($0, texts) } ?? "–"),
      ("slow", people.ninetiethMinutes.map { minutes($0, texts) } ?? "–"),
      ("late", share(found.lateness, least: ServiceInsights.least, texts)),
      ("graded", share(grades.accuracy, least: leastRatings, texts)),
      ("dangerous", "\(grades.dangerous)"),
    ]
    return entries.map { View.fact(texts["service.insight.\($0.0)"], $0.1) }
  }

  /// A share with the interval that holds the true one in 95 of 100 such counts.
  private static func share(_ share: MeasuredShare, least: Int, _ texts: LocalTexts) -> String {
    guard share.total >= least else {
      return texts["service.insight.tooFewOf", ["count": "\(share.total)"]]
    }
    return texts[
      "service.insight.share",
      [
        "share": percent(share.value), "low": percent(share.interval.lowerBound),
        "high": percent(share.interval.upperBound), "count": "\(share.count)",
        "total": "\(share.total)",
      ]
    ]
  }

  private static func percent(_ share: Double) -> String {
    "\(Int((share * 100).rounded())) %"
  }

  private static func minutes(_ minutes: Double, _ texts: LocalTexts) -> String {
    texts["service.insight.minutes", ["minutes": "\(Int(minutes.rounded()))"]]
  }

  // MARK: Times

  /// How many answers of the last day were late, for the desk's first page.
  static let tasks: DeskTask.Source = { request in
    let since = request.now.addingTimeInterval(-86_400)
    return [
      DeskTask(
        textKey: "service.desk.lateAnswers",
        count: Int64(try await request.scope.lateAnswers(since: since)),
        permission: .seeService,
        url: request.url(path)
      )
    ]
  }

  private static func row(_ times: AnswerTimes, _ texts: LocalTexts) -> View {
    [
      "channel": texts["service.insight.channel.\(times.channel.rawValue)"],
      "answers": "\(times.answers)", "median": seconds(times.median),
      "ninetyFifth": seconds(times.ninetyFifth), "ninetyNinth": seconds(times.ninetyNinth),
      "late": "\(times.late)", "isLate": times.late > 0,
    ]
  }

  private static func allowed(_ request: TenantRequest) throws -> Int {
    try request.tenant.service.answerMilliseconds ?? SmartServiceSettings.usualAnswerMilliseconds
  }

  private static func seconds(_ milliseconds: Double) -> String {
    String(format: "%.2f s", milliseconds / 1_000)
  }

  // MARK: Weeks and what is missing

  private static func week(_ week: ServiceInsights.Week, _ texts: LocalTexts) -> View {
    let automated = MeasuredShare(count: week.automated, total: week.talks)
    let satisfied = MeasuredShare(count: week.satisfied, total: week.rated)
    return [
      "day": week.day, "talks": "\(week.talks)", "automated": percent(automated.value),
      "automatedCount": "\(week.automated)", "rated": "\(week.rated)",
      "satisfied": week.rated == 0 ? nil : percent(satisfied.value),
      "satisfiedCount": "\(week.satisfied)",
      "automatedWords": texts[
        "service.insight.ofTalks",
        ["count": "\(week.automated)", "total": "\(week.talks)"]
      ],
      "satisfiedWords": texts[
        "service.insight.ofRatings",
        ["count": "\(week.satisfied)", "total": "\(week.rated)"]
      ],
    ]
  }

  private static func group(_ group: UnansweredGroup, _ frame: DeskFrame) -> View {
    let question = group.wordings.first ?? ""
    let shown = group.wordings.map(excerpt)
    return [
      "question": shown.first ?? "", "others": shown.dropFirst().joined(separator: " · "),
      "count": frame.texts["service.insight.times", ["count": "\(group.count)"]],
      "write": frame.may(.answerService)
        ? frame.request.url(KnowledgeDraftPage.path, ["question": String(question.prefix(400))])
        : nil,
    ]
  }

  private static func excerpt(_ text: String) -> String {
    text.count > 80 ? "\(text.prefix(80))…" : text
  }
}

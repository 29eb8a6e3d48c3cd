internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// Surveys: what is asked, when, and what members answered.
enum SurveyDesk {
  static let path = "/desk/surveys"
  /// How many questions the form has room for.
  private static let room = 3
  private static let parameter = RouteParameter.path("survey", .string(2...40), "Its short name.")

  static let routes: [Route] = [
    MembershipDesk.pages.page(path, "listSurveys", .seeInsight, show),
    MembershipDesk.pages.form("\(path)/new", "startSurvey", .changeInsight, show: show) {
      request,
      actor,
      transaction in
      let form = request.form
      let days = try form.integer("days", in: 0...365) ?? 0
      let stage = form["stage"].flatMap(ChildStage.init)
      guard
        let occasion = SurveyPlan.Occasion(
          try form.required("occasion"),
          stage: stage,
          days: days
        )
      else { throw form.refusal("stage", "is missing") }
      let plan = SurveyPlan(
        code: try form.required("code"),
        title: try form.required("title"),
        after: occasion,
        questions: questions(form)
      )
      try await SurveyProgram().start(plan, by: actor, in: transaction)
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/{survey}/end",
      "endSurvey",
      .changeInsight,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      try await SurveyProgram().end(try request.path("survey"), by: actor, in: transaction)
      return request.url(path)
    },
  ]

  private static func questions(_ form: RequestFields) -> [SurveyQuestion] {
    (1...room).compactMap { number -> SurveyQuestion? in
      guard let words = form["words\(number)"], !words.isEmpty else { return nil }
      let kind = form["kind\(number)"].flatMap(SurveyQuestion.Kind.init) ?? .words
      let options = (form["options\(number)"] ?? "").split(separator: "|")
        .map { String($0).trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      return SurveyQuestion(kind, words, options: kind == .choice ? options : [])
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    var sections = frame.may(.changeInsight) ? [start(frame)] : []
    for (number, survey) in try await request.scope.surveys().enumerated() {
      sections.append(
        report(
          survey,
          try await request.scope.surveyCounts(of: survey.plan.code),
          try await request.scope.surveyWords(of: survey.plan.code),
          frame,
          number
        )
      )
    }
    return try FigureSection.page(
      frame.texts["desk.surveys.title"],
      lead: frame.texts["desk.surveys.lead"],
      sections,
      frame,
      notice: notice
    )
  }

  private static func start(_ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    var fields: [FormField] = [
      .init(name: "title", label: texts["desk.surveys.name"], maximum: 80),
      .init(name: "code", label: texts["desk.campaigns.code"], maximum: 40),
      .choice(
        "occasion",
        texts["desk.surveys.occasion"],
        SurveyPlan.Occasion.names.map { ($0, texts["desk.surveys.after.\($0)"]) }
      ),
      .choice(
        "stage",
        texts["desk.campaigns.stage"],
        ChildStage.allCases.map { ($0.rawValue, texts["stage.\($0.rawValue)"]) },
        value: "",
        required: false
      ),
      .init(name: "days", label: texts["desk.surveys.days"], type: "number", value: "0"),
    ]
    for number in 1...room {
      let place: KeyValuePairs<String, String> = ["number": "\(number)"]
      fields += [
        .init(
          name: "words\(number)",
          label: texts["desk.surveys.words", place],
          isRequired: number == 1
        ),
        .choice(
          "kind\(number)",
          texts["desk.surveys.how", place],
          SurveyQuestion.Kind.allCases.map {
            ($0.rawValue, texts["desk.surveys.kind.\($0.rawValue)"])
          },
          value: SurveyQuestion.Kind.scale.rawValue
        ),
        .init(
          name: "options\(number)",
          label: texts["desk.surveys.options", place],
          maximum: 500,
          isRequired: false
        ),
      ]
    }
    let form = DeskForm(
      path: "\(path)/new",
      submit: texts["desk.campaigns.start"],
      fields: fields,
      hint: texts["desk.surveys.startHint"]
    )
    return FigureSection(
      title: texts["desk.surveys.new"],
      forms: DeskForm.views([form], frame, from: 700)
    )
  }

  private static func report(
    _ survey: Survey,
    _ counts: [SurveyCount],
    _ words: [String],
    _ frame: DeskFrame,
    _ number: Int
  ) -> FigureSection {
    let texts = frame.texts
    let plan = survey.plan
    var rows: [[String]] = []
    for (index, question) in plan.questions.enumerated() {
      guard let choices = question.choices else { continue }
      for choice in choices {
        let name = question.kind == .choice ? question.options[choice] : "\(choice)"
        let count = counts.first { $0.number == index + 1 && $0.choice == choice }?.count ?? 0
        rows.append([question.words, name, "\(count)"])
      }
    }
    let end = DeskForm(
      path: "\(path)/\(plan.code)/end",
      submit: texts["desk.surveys.end"],
      isQuiet: true
    )
    let isOpen = survey.endedAt == nil && frame.may(.changeInsight)
    return FigureSection(
      title: plan.title,
      facts: [
        (texts["desk.surveys.occasion"], texts["desk.surveys.after.\(plan.occasion.name)"]),
        (texts["desk.surveys.days"], "\(plan.occasion.days)"),
        (
          texts["desk.campaigns.state"],
          survey.endedAt.map(frame.time) ?? texts["desk.campaigns.running"]
        ),
      ],
      table: rows.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.surveys.table"],
          columns: ["question", "answer", "count"].map { texts["desk.surveys.\($0)"] },
          rows: rows
        ),
      lines: words.map { ($0, "", "") },
      forms: isOpen ? DeskForm.views([end], frame, from: 720 + number) : []
    )
  }
}

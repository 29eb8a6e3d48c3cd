internal import Membership
internal import TenantStore
internal import TenantWeb

/// Questions of the merchant's own; nobody has to answer.
enum SurveyPage {
  private static let path = "/family/surveys"
  private static let parameter = RouteParameter.path(
    "survey",
    .string(2...40),
    "The survey's short name."
  )

  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page("\(path)/{survey}", "showSurvey", parameters: [parameter]) {
        try await show($0, $1)
      },
      family.form("\(path)/{survey}/answers", "answerSurvey", parameters: [parameter], show: show) {
        request,
        member,
        transaction in
        let code = try request.path("survey")
        guard let survey = try await transaction.survey(code) else {
          throw ValueRefusal(.surveyNotFound)
        }
        let answers = try survey.plan.questions.enumerated().map {
          index,
          question -> SurveyAnswer in
          let name = "answer\(index + 1)"
          guard let choices = question.choices else {
            return SurveyAnswer(index + 1, words: request.form[name] ?? "")
          }
          return SurveyAnswer(index + 1, choice: try request.form.integer(name, in: choices))
        }
        try await SurveyProgram().answer(code, answers, by: member, in: transaction)
        return request.url("\(path)/\(code)")
      },
    ]
  }

  /// The surveys that a member is asked now.
  static func invitation(_ frame: FamilyFrame) async throws -> FamilySection? {
    let asked = try await frame.request.scope.surveysAsked(of: frame.member)
    guard !asked.isEmpty else { return nil }
    return FamilySection(
      title: frame.texts["surveys.title"],
      text: frame.texts["surveys.hint"],
      links: asked.map { ($0.plan.title, frame.request.url("\(path)/\($0.plan.code)")) }
    )
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let texts = frame.texts
    let code = try frame.request.path("survey")
    let scope = frame.request.scope
    let given = try await scope.surveyAnswers(of: frame.member)[code]
    let asked = try await scope.surveysAsked(of: frame.member).contains { $0.plan.code == code }
    guard let survey = try await scope.survey(code), given != nil || asked else {
      throw WebRefusal(.notFound)
    }
    let fields = survey.plan.questions.enumerated().map { index, question in
      field(question, index + 1, given?.first { $0.number == index + 1 }, texts)
    }
    let form = FamilyForm(
      path: "\(path)/\(code)/answers",
      submit: texts["feedback.send"],
      fields: fields,
      hint: texts["surveys.free"]
    )
    let section = FamilySection(
      title: survey.plan.title,
      text: given == nil ? nil : texts["surveys.thanks"],
      forms: survey.endedAt == nil ? [form] : []
    )
    return try await frame.page(
      texts["surveys.title"],
      [section],
      back: (frame.request.url("/family"), texts["nav.home"]),
      notice: notice
    )
  }

  private static func field(
    _ question: SurveyQuestion,
    _ number: Int,
    _ answer: SurveyAnswer?,
    _ texts: LocalTexts
  ) -> FormField {
    let name = "answer\(number)"
    let chosen = answer?.choice.map { "\($0)" } ?? ""
    switch question.kind {
    case .choice:
      return .choice(
        name,
        question.words,
        question.options.enumerated().map { ("\($0)", $1) },
        value: chosen,
        required: false
      )
    case .scale:
      let marks: [FormField.Choice] = (1...5).map { mark in
        let key = mark == 1 ? "surveys.least" : mark == 5 ? "surveys.most" : nil
        return ("\(mark)", key.map { "\(mark) · \(texts[$0])" } ?? "\(mark)")
      }
      return .choice(name, question.words, marks, value: chosen, required: false)
    case .words:
      return FormField(
        name: name,
        label: question.words,
        kind: .long,
        value: answer?.words ?? "",
        maximum: 1_000,
        isRequired: false
      )
    }
  }
}

internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Answers of the service that were drawn by lot, for an expert to grade.
enum GradingPage {
  static let path = "/desk/service-grading"
  /// Answers of so many days are drawn from.
  private static let days = 28.0

  static let routes: [Route] = [
    ServiceDeskWords.routes.page(path, "showAnswersToGrade", .decideKnowledge, show),
    ServiceDeskWords.routes.form(
      "\(path)/{conversation}/{position}/{verdict}",
      "gradeServiceAnswer",
      .decideKnowledge,
      parameters: [
        .path("conversation", .id(ConversationID.self), "The talk."),
        .path("position", .integer(1...1_000_000), "The answer's place in it."),
        .path("verdict", .choice(AnswerVerdict.allCases.map(\.rawValue)), "What the expert says."),
      ],
      show: show
    ) { request, _, transaction in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      guard let verdict = AnswerVerdict(rawValue: try request.path("verdict")),
        let position = Int(try request.path("position"))
      else { throw WebRefusal(.notFound) }
      try await ServiceDesk.grade(
        verdict,
        answer: position,
        of: try request.path("conversation", as: ConversationID.self),
        by: staff.member.login,
        in: transaction
      )
      return request.url(path)
    },
  ]

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let since = request.now.addingTimeInterval(-days * 86_400)
    let found = try await request.scope.answersToGrade(since: since)
    let empty: View = [
      "title": texts["service.grading.title"], "text": texts["service.grading.empty"],
    ]
    return try frame.sheet(
      texts["service.grading.title"],
      found.isEmpty ? [empty] : found.map { section($0, frame) },
      back: request.url(InsightPage.path),
      backName: texts["service.desk.insights"],
      notice: notice
    )
  }

  private static func section(_ answer: SampledAnswer, _ frame: DeskFrame) -> View {
    let (texts, request) = (frame.texts, frame.request)
    let forms = AnswerVerdict.allCases.map { verdict in
      DeskForm(
        path: "\(path)/\(answer.conversation)/\(answer.position)/\(verdict.rawValue)",
        submit: texts["service.grading.verdict.\(verdict.rawValue)"],
        isQuiet: verdict != .right
      )
    }
    return [
      "title": answer.question, "text": answer.answer,
      "go": answer.entry.isEmpty
        ? nil
        : [
          "href": request.url("\(KnowledgePages.path)/\(answer.entry)"),
          "name": texts["service.grading.entry"],
        ] as View,
      "forms": DeskForm.views(forms, frame),
    ]
  }
}

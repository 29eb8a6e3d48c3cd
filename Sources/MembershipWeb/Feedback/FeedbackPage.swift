internal import Membership
internal import TenantStore
internal import TenantWeb

/// How likely a member recommends the shop, and why; nobody has to answer.
enum FeedbackPage {
  static let path = "/family/feedback"

  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page(path, "showFeedback") { try await show($0, $1) },
      family.form("\(path)/answer", "giveFeedback", show: show) { request, member, transaction in
        guard let score = try request.form.integer("score", in: 0...10) else {
          throw request.form.refusal("score", "is missing")
        }
        try await Families().giveFeedback(
          score,
          Set(FeedbackReason.allCases.filter { request.form["reason_\($0.rawValue)"] != nil }),
          comment: request.form["comment"] ?? "",
          by: member,
          in: transaction
        )
        return request.url(path)
      },
    ]
  }

  /// Asks a member who has had an order for a while, and seldom.
  static func question(_ frame: FamilyFrame) async throws -> FamilySection? {
    guard try await frame.request.scope.mayAskForFeedback(frame.member) else { return nil }
    return FamilySection(
      title: frame.texts["feedback.ask"],
      text: frame.texts["feedback.askHint"],
      links: [(frame.texts["feedback.go"], frame.request.url(path))]
    )
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let texts = frame.texts
    let last = try await frame.request.scope.lastFeedback(of: frame.member)
    let section = FamilySection(
      title: texts["feedback.question"],
      text: last.map { texts["feedback.thanks", ["day": frame.day($0.givenAt)]] },
      forms: [form(last, frame)]
    )
    return try await frame.page(
      texts["feedback.title"],
      [section],
      lead: texts["feedback.lead"],
      back: (frame.request.url("/family"), texts["nav.home"]),
      notice: notice
    )
  }

  private static func form(_ last: Feedback?, _ frame: FamilyFrame) -> FamilyForm {
    let texts = frame.texts
    let scores = (0...10).reversed().map { score -> FamilyForm.Choice in
      let key = score == 10 ? "feedback.most" : score == 0 ? "feedback.least" : nil
      return ("\(score)", key.map { "\(score) · \(texts[$0])" } ?? "\(score)")
    }
    var fields: [FormField] = [
      .choice("score", texts["feedback.score"], scores, value: last.map { "\($0.score)" } ?? "")
    ]
    for reason in FeedbackReason.allCases {
      fields.append(
        FormField(
          name: "reason_\(reason.rawValue)",
          label: texts["feedback.reason.\(reason.rawValue)"],
          kind: .box("yes"),
          value: last?.reasons.contains(reason) == true ? "yes" : "",
          isRequired: false
        )
      )
    }
    fields.append(
      FormField(
        name: "comment",
        label: texts["feedback.comment"],
        kind: .long,
        value: last?.comment ?? "",
        maximum: 1_000,
        isRequired: false
      )
    )
    return FamilyForm(
      path: "\(path)/answer",
      submit: texts["feedback.send"],
      fields: fields,
      hint: texts["feedback.hint"]
    )
  }
}

internal import Membership
internal import TenantStore
internal import TenantWeb

/// Notes of talks at the desk: who asked whom, when, with which consent, and what was said.
enum InterviewForm {
  /// How many themes the form offers.
  private static let offered = 12

  static func draft(_ form: RequestFields) throws -> InterviewDraft {
    let themes = Set(form.names.filter { $0.hasPrefix("theme_") }.map { $0.dropFirst(6) })
    return InterviewDraft(
      member: try form.value("member", as: MemberID.self),
      person: form["person"] ?? "",
      day: try form.requiredDay("day"),
      consent: try form.required("consent"),
      note: try form.required("note"),
      themes: Set(themes.compactMap { FeedbackThemeID(String($0)) })
    )
  }

  static func sections(_ talks: [Interview], _ themes: [FeedbackTheme], _ frame: DeskFrame)
    async throws -> [FigureSection]
  {
    let texts = frame.texts
    var sections: [FigureSection] = []
    if frame.may(.changeInsight) { sections.append(writing(themes, frame)) }
    if talks.isEmpty {
      sections.append(
        FigureSection(title: texts["desk.voices.talksTitle"], text: texts["desk.voices.noTalks"])
      )
    }
    for (number, talk) in talks.enumerated() {
      var person = talk.person
      if let id = talk.member, let member = try await frame.request.scope.member(id) {
        person = MemberWords.name(member, texts)
      }
      sections.append(section(talk, person, themes, frame, number))
    }
    return sections
  }

  private static func writing(_ themes: [FeedbackTheme], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let today = CalendarDate(frame.request.now, in: frame.request.tenant.timeZone)
    let fields: [FormField] =
      [
        .init(name: "person", label: texts["desk.voices.person"], maximum: 80, isRequired: false),
        .init(name: "member", label: texts["desk.voices.member"], maximum: 40, isRequired: false),
        .day("day", texts["desk.voices.day"], today.description),
        .init(name: "consent", label: texts["desk.voices.consent"], maximum: 200),
        .init(name: "note", label: texts["desk.voices.note"], kind: .long, maximum: 4_000),
      ]
      + themes.filter { $0.answeredIn == nil }.prefix(offered).map { theme in
        FormField(
          name: "theme_\(theme.id)",
          label: theme.title,
          kind: .box("yes"),
          isRequired: false
        )
      }
    let form = DeskForm(
      path: "\(VoiceDesk.path)/interviews",
      submit: texts["desk.voices.keep"],
      fields: fields,
      hint: texts["desk.voices.consentHint"]
    )
    return FigureSection(
      title: texts["desk.voices.new"],
      forms: DeskForm.views([form], frame, from: 850)
    )
  }

  private static func section(
    _ talk: Interview,
    _ person: String,
    _ themes: [FeedbackTheme],
    _ frame: DeskFrame,
    _ number: Int
  ) -> FigureSection {
    let texts = frame.texts
    let heard = themes.filter { talk.themes.contains($0.id) }.map(\.title)
    let removal = DeskForm(
      path: "\(VoiceDesk.path)/interviews/removal",
      submit: texts["desk.voices.remove"],
      hidden: [("interview", talk.id.description)],
      isQuiet: true
    )
    return FigureSection(
      title: "\(person) · \(talk.day)",
      text: talk.note,
      facts: [
        (texts["desk.voices.asked"], talk.askedBy), (texts["desk.voices.consent"], talk.consent),
        (
          texts["desk.figures.themes"], heard.isEmpty ? "–" : heard.joined(separator: ", ")
        ),
      ],
      forms: frame.may(.changeInsight) ? DeskForm.views([removal], frame, from: 860 + number) : []
    )
  }
}

internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// What members say in talks and what is in their way, by theme and by the release that answers it.
struct VoiceDesk: Sendable {
  static let path = "/desk/voices"
  let others: FrictionSignal.Source

  var routes: [Route] {
    [
      MembershipDesk.pages.page(Self.path, "showVoices", .seeInsight, show),
      MembershipDesk.pages.form("\(Self.path)/ties", "tieTheme", .changeInsight, show: show) {
        request,
        actor,
        transaction in
        guard let theme = try request.form.value("theme", as: FeedbackThemeID.self) else {
          throw request.form.refusal("theme", "is missing")
        }
        try await Voices.tie(try sign(request.form), to: theme, by: actor, in: transaction)
        return request.url(Self.path)
      },
      MembershipDesk.pages.form(
        "\(Self.path)/interviews",
        "noteInterview",
        .changeInsight,
        once: true,
        show: show
      ) { request, actor, transaction in
        guard case .staff(let login) = actor else { throw WebRefusal(.notFound) }
        try await InterviewNotes()
          .note(
            try InterviewForm.draft(request.form),
            by: login,
            for: request.tenant,
            in: transaction
          )
        return request.url(Self.path)
      },
      MembershipDesk.pages.form(
        "\(Self.path)/interviews/removal",
        "deleteInterview",
        .changeInsight,
        show: show
      ) { request, actor, transaction in
        guard let id = try request.form.value("interview", as: InterviewID.self) else {
          throw request.form.refusal("interview", "is missing")
        }
        try await InterviewNotes().delete(id, by: actor, in: transaction)
        return request.url(Self.path)
      },
    ]
  }

  private func sign(_ form: RequestFields) throws -> FrictionSignal.Sign {
    let parts = try form.required("sign").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let kind = FrictionSignal.Kind(rawValue: String(parts[0])) else {
      throw form.refusal("sign", "is unknown")
    }
    return FrictionSignal.Sign(kind: kind, subject: String(parts[1]))
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let voices = Voices(request.tenant, others: others)
      let span = Double(Voices.days) * 86_400
      let signals = try await voices.signals(
        from: request.now - span,
        until: request.now,
        in: request.scope
      )
      let reports = try await voices.reports(in: request.scope)
      var sections = [themes(reports, frame), friction(signals, reports, frame)]
      // Who may not see members does not read what one of them said.
      if frame.may(.seeMembers) {
        let talks = try await request.scope.interviews()
        sections += try await InterviewForm.sections(talks, reports.map(\.theme), frame)
      }
      return try FigureSection.page(
        frame.texts["desk.voices.title"],
        lead: frame.texts["desk.voices.lead", ["days": "\(Voices.days)"]],
        sections,
        frame,
        notice: notice
      )
    }
  }

  private func themes(_ reports: [ThemeReport], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let rows = reports.map { report -> [String] in
      let signs = report.signs.map { change in
        let since = change.since.map { " → \($0)" } ?? ""
        return "\(words(change.sign, texts)): \(change.before)\(since)"
      }
      return [
        report.theme.title, report.theme.answeredIn ?? texts["desk.figures.open"],
        texts["desk.figures.source.\(report.theme.source.rawValue)"], "\(report.interviews)",
        signs.isEmpty ? "–" : signs.joined(separator: "; "),
      ]
    }
    return FigureSection(
      title: texts["desk.figures.themes"],
      text: texts[reports.isEmpty ? "desk.voices.noThemes" : "desk.voices.themesHint"],
      table: reports.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.voices.themesTable"],
          columns: ["theme", "release", "heard", "talks", "signs"].map {
            texts["desk.voices.\($0)"]
          },
          rows: rows
        )
    )
  }

  private func friction(
    _ signals: [FrictionSignal],
    _ reports: [ThemeReport],
    _ frame: DeskFrame
  ) -> FigureSection {
    let texts = frame.texts
    let shown = signals.sorted { ($1.people, $1.count) < ($0.people, $0.count) }.prefix(60)
    let tie = DeskForm(
      path: "\(Self.path)/ties",
      submit: texts["desk.voices.tie"],
      fields: [
        .choice(
          "sign",
          texts["desk.voices.sign"],
          shown.map { ("\($0.kind.rawValue) \($0.subject)", words($0.sign, texts)) }
        ),
        .choice(
          "theme",
          texts["desk.figures.theme"],
          reports.map { ($0.theme.id.description, $0.theme.title) }
        ),
      ],
      isQuiet: true
    )
    let mayTie = frame.may(.changeInsight) && !shown.isEmpty && !reports.isEmpty
    return FigureSection(
      title: texts["desk.voices.friction"],
      text: texts[shown.isEmpty ? "desk.voices.noFriction" : "desk.voices.frictionHint"],
      table: shown.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.voices.frictionTable"],
          columns: ["sign", "count", "people"].map { texts["desk.voices.\($0)"] },
          rows: shown.map { [words($0.sign, texts), "\($0.count)", "\($0.people)"] }
        ),
      forms: mayTie ? DeskForm.views([tie], frame, from: 840) : []
    )
  }

  private func words(_ sign: FrictionSignal.Sign, _ texts: LocalTexts) -> String {
    "\(texts["desk.voices.kind.\(sign.kind.rawValue)"]) · \(sign.subject)"
  }
}

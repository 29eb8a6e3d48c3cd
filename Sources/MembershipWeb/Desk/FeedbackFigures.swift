internal import Membership
internal import TenantStore
internal import TenantWeb

/// What members say: the net promoter score with its reasons, their words, and what became of them.
struct FeedbackFigures {
  private let frame: DeskFrame
  private var texts: LocalTexts { frame.texts }

  init(_ frame: DeskFrame) { self.frame = frame }

  func scores(_ counts: [ScoreCount]) -> FigureSection {
    let scores = PromoterRule.scores(counts)
    let all = scores[nil] ?? PromoterScore()
    let rows = FeedbackReason.allCases.compactMap { reason -> [String]? in
      guard let score = scores[reason], score.answers > 0 else { return nil }
      return [
        texts["feedback.reason.\(reason.rawValue)"], net(score), "\(score.promoters)",
        "\(score.passives)", "\(score.detractors)",
      ]
    }
    return FigureSection(
      title: texts["desk.figures.nps"],
      text: texts["desk.figures.npsHint"],
      facts: [
        (texts["desk.figures.nps"], net(all)), (texts["desk.figures.answers"], "\(all.answers)"),
      ],
      table: rows.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.figures.npsTable"],
          columns: [
            texts["desk.figures.reason"], texts["desk.figures.nps"], "9–10", "7–8", "0–6",
          ],
          rows: rows
        )
    )
  }

  func comments(_ answers: [Feedback]) -> FigureSection {
    FigureSection(
      title: texts["desk.figures.comments"],
      text: answers.isEmpty ? texts["desk.figures.noComments"] : nil,
      lines: answers.prefix(20).map { answer in
        let reasons = answer.reasons.map { texts["feedback.reason.\($0.rawValue)"] }
        return (
          answer.comment, ([frame.time(answer.givenAt)] + reasons).joined(separator: " · "),
          "\(answer.score)"
        )
      }
    )
  }

  func themes(_ themes: [FeedbackTheme]) -> FigureSection {
    let open = DeskForm(
      path: "\(ShopFigures.path)/themes",
      submit: texts["desk.figures.openTheme"],
      fields: [
        .init(name: "title", label: texts["desk.figures.themeTitle"], maximum: 120),
        .choice(
          "source",
          texts["desk.figures.themeSource"],
          FeedbackTheme.Source.allCases.map {
            ($0.rawValue, texts["desk.figures.source.\($0.rawValue)"])
          }
        ),
        .init(
          name: "note",
          label: texts["desk.figures.themeNote"],
          kind: .long,
          maximum: 2_000,
          isRequired: false
        ),
      ]
    )
    let unanswered = themes.filter { $0.answeredIn == nil }
    let answer = DeskForm(
      path: "\(ShopFigures.path)/answers",
      submit: texts["desk.figures.answerTheme"],
      fields: [
        .choice(
          "theme",
          texts["desk.figures.theme"],
          unanswered.map { ($0.id.description, $0.title) }
        ),
        .init(name: "release", label: texts["desk.figures.release"], maximum: 80),
      ],
      isQuiet: true
    )
    let forms = [open] + (unanswered.isEmpty ? [] : [answer])
    return FigureSection(
      title: texts["desk.figures.themes"],
      text: texts["desk.figures.themesHint"],
      lines: themes.map { theme in
        let note = theme.note.isEmpty ? "" : " · \(theme.note)"
        return (
          theme.title, texts["desk.figures.source.\(theme.source.rawValue)"] + note,
          theme.answeredIn ?? texts["desk.figures.open"]
        )
      },
      forms: frame.may(.changeInsight) ? DeskForm.views(forms, frame, from: 300) : []
    )
  }

  private func net(_ score: PromoterScore) -> String {
    score.net.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "–"
  }
}

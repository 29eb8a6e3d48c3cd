internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The merchant's models: what each is worth, what is served and why, and the way back.
enum ModelDesk {
  static let path = "/desk/models"
  private static let pages = DeskRoutes { refusal, texts in
    (refusal as? RecommendRefusal)?.code == .modelNotFound
      ? texts["recommend.desk.refused.noEarlier"] : nil
  }

  static func routes(_ recommender: Recommender) -> [Route] {
    [
      pages.page(path, "showDeskModels", .seeInsight, show),
      pages.form("\(path)/training", "trainModelsAtDesk", .changeInsight, show: show) {
        request,
        actor,
        transaction in
        let job = try await recommender.requestTraining(in: transaction)
        try await transaction.audit("recommend.training_asked", of: job.description, by: actor)
        return request.url(path)
      },
      pages.form(
        "\(path)/{kind}/rollback",
        "rollBackModelAtDesk",
        .changeInsight,
        parameters: [.path("kind", .choice(ModelKind.allCases.map(\.rawValue)), "The kind.")],
        once: true,
        show: show
      ) { request, actor, transaction in
        try await ModelShelf.rollBack(try request.path("kind"), by: actor, in: transaction)
        return request.url(path)
      },
    ]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let models = try await request.scope.modelArtefacts()
    let health = ModelHealth(models)
    let sheet = ModelSheet(frame: frame, health: health)
    return try frame.sheet(
      frame.texts["recommend.desk.title"],
      [sheet.data] + ModelKind.allCases.map(sheet.section),
      links: [
        ["href": request.url(VisitorDesk.path), "name": frame.texts["recommend.visitor.title"]],
        ["href": request.url(FeedbackDesk.path), "name": frame.texts["recommend.feedback.title"]],
      ],
      notice: notice
    )
  }
}

/// The models page as sections of the desk.
struct ModelSheet {
  let frame: DeskFrame
  let health: ModelHealth

  private var texts: LocalTexts { frame.texts }
  private var mayChange: Bool { frame.may(.changeInsight) }

  /// What the shop has to learn from, and the way to learn now.
  var data: View {
    let figures = ModelHealth.Data.allCases.map { part -> View in
      let count = health.data[part].map { "\($0)" }
      return .fact(texts["recommend.desk.data.\(part.rawValue)"], count ?? "–")
    }
    let train = DeskForm(
      path: "\(ModelDesk.path)/training",
      submit: texts["recommend.desk.train.submit"],
      hint: texts["recommend.desk.train.hint"],
      isQuiet: true
    )
    let latest = health.trainedAt.map(frame.time) ?? "–"
    let isOverdue = health.isOverdue(at: frame.request.now)
    return [
      "title": texts["recommend.desk.data.title"],
      "text": texts[isOverdue ? "recommend.desk.data.overdue" : "recommend.desk.data.text"],
      "facts": [View.fact(texts["recommend.desk.data.latest"], latest)] + figures,
      "forms": mayChange ? DeskForm.views([train], frame) : [View](),
    ]
  }

  /// One kind of model: what it does, how it stands, its figures and its versions.
  func section(_ kind: ModelKind) -> View {
    let versions = health.versions(of: kind)
    let back = DeskForm(
      path: "\(ModelDesk.path)/\(kind.rawValue)/rollback",
      submit: texts["recommend.desk.rollback.submit"],
      hint: texts["recommend.desk.rollback.hint"],
      isQuiet: true
    )
    let canGoBack = mayChange && versions.contains { $0.state == .retired }
    let number = 1 + (ModelKind.allCases.firstIndex(of: kind) ?? 0)
    return [
      "title": texts["recommend.desk.kind.\(kind.rawValue).title"],
      "text": "\(texts["recommend.desk.kind.\(kind.rawValue).text"]) \(standing(kind))",
      "facts": facts(versions.first), "lines": versions.map(line),
      "forms": canGoBack ? DeskForm.views([back], frame, from: number) : [View](),
    ]
  }

  /// Which version is served, or why there is none.
  private func standing(_ kind: ModelKind) -> String {
    switch health.standing(of: kind) {
    case .served(let version): texts["recommend.desk.served", ["version": "\(version)"]]
    case .untrained: texts["recommend.desk.untrained"]
    case .rejected: texts["recommend.desk.allRejected"]
    case .tooLittle(let need):
      texts[
        "recommend.desk.tooLittle",
        [
          "have": "\(need.have)", "least": "\(need.least)",
          "what": texts["recommend.desk.data.\(need.part.rawValue)"],
        ]
      ]
    }
  }

  /// What was measured of the newest version, beside what is popular.
  private func facts(_ model: ModelArtefact?) -> [View] {
    guard let model else { return [] }
    return ModelHealth.figures(of: model).map { figure in
      .fact(texts["recommend.desk.figure.\(figure.name)"], figure.text)
    }
  }

  private func line(_ model: ModelArtefact) -> View {
    [
      "name": texts["recommend.desk.version.name", ["version": "\(model.version)"]],
      "detail": texts[
        "recommend.desk.version.detail",
        [
          "time": frame.time(model.trainedAt), "size": "\((model.size + 1_023) / 1_024)",
          "why": texts["recommend.desk.why.\(ModelHealth.decision(on: model).rawValue)"],
        ]
      ],
      "amount": texts["recommend.desk.state.\(model.state.rawValue)"],
    ]
  }
}

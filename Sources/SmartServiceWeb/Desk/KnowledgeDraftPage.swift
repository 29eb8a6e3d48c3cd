internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Writing an entry, or the next version of one.
enum KnowledgeDraftPage {
  static let path = "/desk/knowledge-draft"
  private static let languages = ["zh", "en", "ja", "ko", "th", "vi", "id", "es", "fr", "ru"]

  /// The page and its forms; `drafting` asks the merchant's language model, where there is one.
  static func routes(_ drafting: DraftingDesk?) -> [Route] {
    pages + (drafting.map { [machine($0)] } ?? [])
  }

  private static let pages: [Route] = [
    ServiceDeskWords.routes.page(
      path,
      "draftKnowledge",
      .answerService,
      parameters: [
        .query("slug", .string(1...80), "The entry of which a further version is written."),
        .query("question", .string(1...400), "What was asked, for an entry that is missing."),
      ],
      show
    ),
    ServiceDeskWords.routes.form(path, "writeKnowledge", .answerService, once: true, show: show) {
      request,
      actor,
      transaction in
      let draft = try draft(request.form)
      let desk = ServiceDesk()
      try await desk.writeKnowledge(draft, by: actor, in: transaction)
      if request.form["submit"] == "yes" {
        try await desk.submitKnowledge(draft.slug, by: actor, in: transaction)
      }
      return request.url("\(KnowledgePages.path)/\(draft.slug)")
    },
  ]

  /// A draft that a machine makes of what stands in the field of the answer; it is marked, and waits for an
  /// expert like every other.
  private static func machine(_ drafting: DraftingDesk) -> Route {
    ServiceDeskWords.routes.act(
      "\(path)/machine",
      "draftKnowledgeByMachine",
      .answerService,
      show: show
    ) { request, actor, database in
      let entry = try draft(request.form)
      let outcome = try await drafting.draft(entry, by: actor, for: request.tenant, in: database)
      switch outcome {
      case .written: return .redirect(to: request.url("\(KnowledgePages.path)/\(entry.slug)"))
      case .refused(let problems):
        let words = problems.map { request.texts["service.draft.claim.\($0.rawValue)"] }
        return try await show(
          request,
          request.texts["service.draft.refused", ["reasons": words.joined(separator: " · ")]]
        )
      case .failed, .noModel: return try await show(request, request.texts["service.draft.failed"])
      }
    }
  }

  private static func draft(_ form: RequestFields) throws -> KnowledgeDraft {
    let slug = try form.required("slug")
    // It becomes a part of an address.
    guard slug.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,79}/) != nil else {
      throw form.refusal("slug", "must be small letters, digits and hyphens")
    }
    return KnowledgeDraft(
      slug: slug,
      topic: form["topic"] ?? "",
      language: try form.required("language"),
      question: try form.required("question"),
      similar: (form["similar"] ?? "").split(whereSeparator: \.isNewline)
        .map { $0.trimmingPrefix(while: \.isWhitespace) }.filter { !$0.isEmpty }.map(String.init),
      answer: try form.required("answer"),
      minAgeDays: try form.integer("min_age_days", in: -300...36_500),
      maxAgeDays: try form.integer("max_age_days", in: -300...36_500),
      source: try form.required("source")
    )
  }

  private static func hasModel(_ request: TenantRequest) -> Bool {
    (try? request.tenant.service.languageModel) != nil
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    // What was typed stays where it was refused; else the entry as it is, else nothing.
    var slug = request.query["slug"]
    var draft = KnowledgeDraft(
      slug: "",
      question: request.query["question"] ?? "",
      answer: "",
      source: ""
    )
    if let slug, let latest = try await request.scope.knowledgeVersions(of: slug).first {
      draft = latest.draft
    } else {
      slug = nil
    }
    let isTyped = notice != nil && !request.form.pairsAreEmpty
    func value(_ name: String, _ kept: String) -> String {
      isTyped ? request.form[name] ?? "" : kept
    }
    let language = value("language", draft.language)
    return try frame.page(
      "service/desk_knowledge_draft",
      texts[slug == nil ? "service.draft.new" : "service.draft.revise"],
      [
        "back": request.url(KnowledgePages.path), "backName": texts["service.desk.knowledge"],
        "machine": hasModel(request) ? request.url("\(path)/machine") : nil,
        "action": request.url(path), "token": request.staffFormToken,
        "key": request.makeIdempotencyKey(), "isKnown": slug != nil,
        "slug": value("slug", draft.slug), "topic": value("topic", draft.topic),
        "question": value("question", draft.question),
        "similar": value("similar", draft.similar.joined(separator: "\n")),
        "answer": value("answer", draft.answer), "source": value("source", draft.source),
        "minimum": value("min_age_days", draft.minAgeDays.map(String.init) ?? ""),
        "maximum": value("max_age_days", draft.maxAgeDays.map(String.init) ?? ""),
        "languages": languages.map { code -> View in
          ["code": code, "name": texts["service.language.\(code)"], "isChosen": code == language]
        },
      ],
      notice: notice
    )
  }
}

extension RequestFields {
  fileprivate var pairsAreEmpty: Bool { names.isEmpty }
}

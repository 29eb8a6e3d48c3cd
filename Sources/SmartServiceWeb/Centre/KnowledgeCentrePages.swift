internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What parents may read without asking: by stage, by topic, by words.
struct KnowledgeCentrePages {
  static let path = "/service/knowledge"
  private static let pageSize = 30

  let service: ServiceDesk
  let shell: PageShell

  var routes: [Route] { [browse, entry, use] }

  private var browse: Route {
    .read(
      Self.path,
      operation: "browseKnowledge",
      parameters: [
        .query("stage", .choice(KnowledgeStage.allCases.map(\.rawValue)), "Which age."),
        .query("topic", .string(1...60), "Which topic."),
        .query("q", .string(0...200), "Words of a question."),
        .query("page", .integer(1...10_000), "Which page."),
      ]
    ) { [service, shell] request in
      let texts = request.texts
      var wanted = KnowledgeBrowse()
      wanted.stage = request.query["stage"].flatMap(KnowledgeStage.init)
      wanted.topic = request.query["topic"]
      wanted.text = request.query["q"] ?? ""
      let found = try await service.centre(
        wanted,
        in: [request.locale.rawValue],
        from: request.scope
      )
      let page = try request.query.integer("page", in: 1...10_000) ?? 1
      let shown = found.entries.dropFirst((page - 1) * Self.pageSize).prefix(Self.pageSize)
      let hasNext = found.entries.count > page * Self.pageSize
      let head = PageHead(
        name: "knowledge",
        title: texts["service.centre.title"],
        description: texts["service.centre.lead"],
        canonicalPath: Self.path,
        canonicalQuery: ["stage": wanted.stage?.rawValue, "topic": wanted.topic],
        styles: [ServiceAssets.style]
      )
      let view: View = [
        "stages": Self.stages(wanted, request), "topics": Self.topics(found, wanted, request),
        "search": [
          "action": request.url(Self.path, ["lang": nil]), "value": wanted.text,
          "stage": wanted.stage?.rawValue, "topic": wanted.topic,
        ] as View,
        "entries": shown.map { Self.row($0, request) }, "isEmpty": shown.isEmpty,
        "language": found.language == Self.language(request.locale.rawValue) ? nil : found.language,
        "next": hasNext
          ? Self.url(request, wanted.stage, wanted.topic, wanted.text, page: page + 1) : nil,
        "ask": request.url(ChatRoutes.path), "diary": request.url(DiaryPages.path),
      ]
      return try await shell.page(request, head, "service/centre", ["centre": view])
    }
  }

  private var entry: Route {
    .read(
      "\(Self.path)/{slug}",
      operation: "readKnowledge",
      parameters: [.path("slug", .string(1...80), "The entry's short name.")],
      permission: .session
    ) { [service, shell] request in
      let slug = try request.path("slug")
      guard let entry = try await service.readableEntry(slug, from: request.scope) else {
        throw WebRefusal(.notFound)
      }
      let texts = request.texts
      let head = PageHead(
        name: "knowledge",
        title: entry.draft.question,
        description: String(entry.draft.answer.prefix(150)),
        canonicalPath: "\(Self.path)/\(slug)",
        kind: "article",
        trail: [
          (texts["service.centre.title"], request.url(Self.path)), (entry.draft.question, nil),
        ],
        styles: [ServiceAssets.style],
        scripts: [ServiceAssets.content]
      )
      let formats = try await request.scope.formats(of: slug)
      let related = try await service.related(to: slug, from: request.scope)
      let ages = KnowledgeWords.ages(entry.draft.minAgeDays, entry.draft.maxAgeDays, texts)
      let view: View = [
        "back": request.url(Self.path), "question": entry.draft.question,
        "language": entry.draft.language,
        "paragraphs": ChatPage.paragraphs(entry.draft.answer).map { ["text": $0] as View },
        "ages": ages.isEmpty ? nil : texts["service.centre.ages", ["ages": ages]],
        "source": entry.draft.source, "reviewer": entry.reviewer,
        "reviewed": entry.reviewedAt.map { reviewed in
          texts[
            "service.centre.reviewed",
            ["time": ChatTexts.date(reviewed, request.locale, request.tenant.timeZone)]
          ]
        },
        "related": RelatedView.of(related, request), "ask": request.url(ChatRoutes.path),
        "formats": formats.map { Self.format($0, request) },
        "use": request.url("\(Self.path)/\(slug)/uses"), "formToken": request.formToken,
      ]
      return try await shell.page(request, head, "service/entry", ["entry": view]).personal
    }
  }

  /// Counts that an entry was read or its film opened; the page's script says so.
  private var use: Route {
    .write(
      .post,
      "\(Self.path)/{slug}/uses",
      operation: "useKnowledge",
      parameters: [.path("slug", .string(1...80), "The entry's short name.")],
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let slug = try request.path("slug")
      guard let kind = ContentKind(rawValue: try request.form.required("kind")) else {
        throw request.form.refusal("kind", "is no kind of content")
      }
      let session = try await request.session(in: transaction).id
      _ = try await ContentDesk.use(slug, kind, by: session, in: transaction)
      return .redirect(to: request.url("\(Self.path)/\(slug)"))
    }
  }

  // MARK: Parts

  /// A film or a broadcast, with the host that is opened, and when a broadcast begins.
  private static func format(_ format: EntryFormat, _ request: TenantRequest) -> View {
    let host = URL(string: format.url)?.host() ?? ""
    let start = format.startsAt.map { moment in
      request.texts[
        "service.content.starts",
        ["time": ChatTexts.time(moment, request.locale, request.tenant.timeZone)]
      ]
    }
    return [
      "href": format.url, "kind": format.kind.rawValue,
      "name": request.texts["service.content.open.\(format.kind.rawValue)"],
      "detail": [start ?? "", host].filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  private static func stages(_ wanted: KnowledgeBrowse, _ request: TenantRequest) -> [View] {
    ([nil] + KnowledgeStage.allCases.map(Optional.some)).map { stage -> View in
      [
        "name": request.texts["service.stage.\(stage?.rawValue ?? "all")"],
        "isCurrent": stage == wanted.stage,
        "href": url(request, stage, wanted.topic, wanted.text),
      ]
    }
  }

  private static func topics(
    _ found: KnowledgeCentre,
    _ wanted: KnowledgeBrowse,
    _ request: TenantRequest
  ) -> [View] {
    let all: View = [
      "name": request.texts["service.topic.all"], "isCurrent": wanted.topic == nil,
      "href": url(request, wanted.stage, nil, wanted.text),
    ]
    return [all]
      + found.topics.map { topic -> View in
        [
          "name": topicName(topic.name, request.texts), "isCurrent": topic.name == wanted.topic,
          "count": "\(topic.count)",
          "href": url(request, wanted.stage, topic.name, wanted.text),
        ]
      }
  }

  /// The topic's name in the reader's language, where the module knows it; else the merchant's word.
  private static func topicName(_ topic: String, _ texts: LocalTexts) -> String {
    let key = "service.topic.\(topic)"
    let text = texts[key]
    return text == key ? topic : text
  }

  private static func row(_ entry: KnowledgeEntry, _ request: TenantRequest) -> View {
    [
      "href": request.url("\(path)/\(entry.draft.slug)"), "name": entry.draft.question,
      "detail": KnowledgeWords.ages(
        entry.draft.minAgeDays,
        entry.draft.maxAgeDays,
        request.texts
      ),
    ]
  }

  private static func url(
    _ request: TenantRequest,
    _ stage: KnowledgeStage?,
    _ topic: String?,
    _ text: String,
    page: Int? = nil
  ) -> String {
    request.url(
      path,
      [
        "stage": stage?.rawValue, "topic": topic, "q": text.isEmpty ? nil : text,
        "page": page.map(String.init),
      ]
    )
  }

  private static func language(_ tag: String) -> String { String(tag.prefix { $0 != "-" }) }
}

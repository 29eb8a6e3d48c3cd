internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What the service answers with, and where each entry is on its way to parents.
enum KnowledgePages {
  static let path = "/desk/knowledge"
  private static let states = ["published", "review", "draft", "withdrawn"]
  private static let pageSize = 50

  static let list = ServiceDeskWords.routes.page(
    path,
    "listKnowledge",
    .seeService,
    parameters: [
      .query("state", .choice(states), "Which entries."),
      .query("after", .string(1...80), "The entry after which the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, chosen) = (frame.texts, request.query["state"])
    let after = request.query["after"] ?? ""
    let all = try await request.scope.knowledge(in: chosen.flatMap(KnowledgeState.init))
      .filter { $0.draft.slug > after }
    let rows = all.prefix(pageSize).map { entry -> View in
      [
        "href": request.url("\(path)/\(entry.draft.slug)"), "name": entry.draft.question,
        "state": standing(entry, frame),
        "detail": [entry.draft.language, ages(entry, texts), entry.draft.source]
          .filter { !$0.isEmpty }.joined(separator: " · "),
      ]
    }
    let links = ([nil] + states.map(Optional.some)).map { state -> View in
      [
        "name": texts["service.knowledge.\(state ?? "all")"], "isCurrent": state == chosen,
        "href": request.url(path, ["state": state]),
      ]
    }
    let next = all.count > pageSize ? all[pageSize - 1].draft.slug : nil
    return try frame.list(
      texts["service.desk.knowledge"],
      [
        "rows": Array(rows), "empty": texts["service.knowledge.empty"], "filters": links,
        "next": next.map { request.url(path, ["state": chosen, "after": $0]) },
      ],
      notice: notice
    )
  }

  static let entry = ServiceDeskWords.routes.page(
    "\(path)/{slug}",
    "showKnowledge",
    .seeService,
    parameters: [.path("slug", .string(1...80), "The entry's short name.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let slug = try request.path("slug")
    let found = try await request.scope.knowledge().first { $0.draft.slug == slug }
    guard let entry = found else { throw WebRefusal(.notFound) }
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("state", standing(entry, frame)), ("reviewer", entry.reviewer),
      ("reviewed", entry.reviewedAt.map(frame.time) ?? ""),
      ("due", entry.dueAt.map(frame.time) ?? ""), ("source", entry.draft.source),
      ("ages", ages(entry, texts)), ("language", entry.draft.language),
      ("topic", entry.draft.topic), ("similar", entry.draft.similar.joined(separator: " · ")),
      ("version", "\(entry.version)"),
    ]
    return try frame.sheet(
      entry.draft.question,
      [
        ["title": texts["service.knowledge.answer"], "text": entry.draft.answer],
        [
          "title": texts["service.knowledge.about"],
          "facts": facts.filter { !$0.1.isEmpty }
            .map { View.fact(texts["service.knowledge.field.\($0.0)"], $0.1) },
        ],
      ],
      back: request.url(path),
      backName: texts["service.desk.knowledge"],
      notice: notice
    )
  }

  private static func standing(_ entry: KnowledgeEntry, _ frame: DeskFrame) -> String {
    let isOverdue = entry.state == .published && !entry.isServed(at: frame.request.now)
    return frame.texts["service.knowledge.\(isOverdue ? "overdue" : entry.state.rawValue)"]
  }

  private static func ages(_ entry: KnowledgeEntry, _ texts: LocalTexts) -> String {
    switch (entry.draft.minAgeDays, entry.draft.maxAgeDays) {
    case (nil, nil): ""
    case (let from?, nil): texts["service.ages.from", ["from": "\(from)"]]
    case (nil, let to?): texts["service.ages.to", ["to": "\(to)"]]
    case (let from?, let to?): texts["service.ages.between", ["from": "\(from)", "to": "\(to)"]]
    }
  }
}

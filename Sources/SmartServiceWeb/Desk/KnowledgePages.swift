internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What the service answers with, and where each entry is on its way to parents.
enum KnowledgePages {
  static let path = "/desk/knowledge"
  private static let pageSize = 50

  static let list = ServiceDeskWords.routes.page(
    path,
    "listKnowledge",
    .seeService,
    parameters: [
      .query("state", .choice(KnowledgeQuery.Filter.allCases.map(\.rawValue)), "Which entries."),
      .query("q", .string(0...80), "Words of the question, or the short name."),
      .query("after", .string(1...80), "The entry after which the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, chosen, words) = (frame.texts, request.query["state"], request.query["q"])
    var query = KnowledgeQuery()
    query.filter = chosen.flatMap(KnowledgeQuery.Filter.init)
    query.text = words ?? ""
    query.after = request.query["after"] ?? ""
    query.limit = pageSize
    let found = try await request.scope.knowledge(query)
    let states: [KnowledgeQuery.Filter?] = [nil] + KnowledgeQuery.Filter.allCases
    let filters = states.map { filter -> View in
      let name = filter?.rawValue
      return [
        "name": texts["service.knowledge.filter.\(name ?? "all")"], "isCurrent": name == chosen,
        "href": request.url(path, ["state": name, "q": words]),
      ]
    }
    let next = found.count == pageSize ? found.last?.slug : nil
    let write: View = [
      "href": request.url(KnowledgeDraftPage.path), "name": texts["service.draft.new"],
    ]
    return try frame.list(
      texts["service.desk.knowledge"],
      [
        "rows": found.map { row($0, frame) }, "empty": texts["service.knowledge.empty"],
        "filters": filters, "links": frame.may(.answerService) ? [write] : [],
        "search": [
          "action": request.url(path, ["lang": nil]), "label": texts["service.knowledge.search"],
          "value": words ?? "", "submit": texts["service.knowledge.searchSubmit"],
        ] as View,
        "next": next.map { request.url(path, ["state": chosen, "q": words, "after": $0]) },
      ],
      notice: notice
    )
  }

  private static func row(_ entry: KnowledgeStanding, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    var states: [String] = []
    if entry.isOverdue(at: frame.request.now) {
      states.append(texts["service.knowledge.overdue"])
    } else if entry.servedVersion != nil {
      states.append(texts["service.knowledge.published"])
    }
    if entry.hasNewer || entry.servedVersion == nil {
      states.append(texts["service.knowledge.\(entry.latestState.rawValue)"])
    }
    return [
      "href": frame.request.url("\(path)/\(entry.slug)"), "name": entry.question,
      "state": states.joined(separator: " · "),
      "detail": [
        entry.language, KnowledgeWords.ages(entry.minAgeDays, entry.maxAgeDays, texts),
        entry.dueAt.map { texts["service.knowledge.dueBy", ["time": frame.time($0)]] } ?? "",
        entry.source,
      ]
      .filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  /// How many entries wait for an expert, for the desk's first page.
  static let tasks: DeskTask.Source = { request in
    let work = try await request.scope.knowledgeWork()
    return [
      DeskTask(
        textKey: "service.desk.reviews",
        count: Int64(work.waiting),
        permission: .decideKnowledge,
        url: request.url(path, ["state": KnowledgeQuery.Filter.review.rawValue])
      ),
      DeskTask(
        textKey: "service.desk.due",
        count: Int64(work.due),
        permission: .decideKnowledge,
        url: request.url(path, ["state": KnowledgeQuery.Filter.due.rawValue])
      ),
    ]
  }
}

/// How entries are described at the desk.
enum KnowledgeWords {
  static func ages(_ from: Int?, _ to: Int?, _ texts: LocalTexts) -> String {
    switch (from, to) {
    case (nil, nil): ""
    case (let from?, nil): texts["service.ages.from", ["from": "\(from)"]]
    case (nil, let to?): texts["service.ages.to", ["to": "\(to)"]]
    case (let from?, let to?): texts["service.ages.between", ["from": "\(from)", "to": "\(to)"]]
    }
  }
}

internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What would be proposed to whom and why: to a stranger of an age, or to a member who agreed.
struct VisitorDesk {
  static let path = "/desk/models/visitor"

  let recommender: Recommender
  let ports: RecommendPagePorts

  var routes: [Route] {
    [
      DeskRoutes().page(
        Self.path,
        "showDeskProposals",
        .seeInsight,
        parameters: [
          .query("months", .string(0...4), "A child's age in months."),
          .query("person", .string(0...80), "Somebody who agreed to being known."),
        ],
        show
      )
    ]
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      var (visitor, name, problem) = (Visitor(), texts["recommend.visitor.stranger"], notice)
      var tags: [PersonTag] = []
      let months = request.query["months"].flatMap { Int($0) }
      if let months, BirthMonth.ages.contains(months) { visitor.ages = [months] }
      if let text = request.query["person"] {
        guard frame.may(.seeMembers) else { throw StaffRefusal(.notPermitted) }
        if let person = PersonID(text),
          let known = try await ports.people([person], request)[person]
        {
          name = known.name
          visitor = try await ports.visitorOf(person, request)
          if let months, BirthMonth.ages.contains(months) { visitor.ages = [months] }
          tags = try await recommender.tags(of: person, request.tenant, request.scope)
        } else {
          problem = texts["recommend.visitor.unknown"]
        }
      }
      let rows = try await recommender.rows(
        for: visitor,
        RowContext(count: 6),
        request.tenant,
        request.scope
      )
      let items = try await names(rows, tags, request)
      let categories = try await ports.categories(request)
      let wording = ReasonWording(
        texts: texts,
        items: items,
        categories: categories,
        languages: request.locales
      )
      var sections = rows.map { row in
        DeskBoard.section(
          wording.title(row.subject),
          lines: row.entries.map { entry -> View in
            [
              "name": items[entry.item]?.name ?? texts["recommend.item.gone"],
              "href": items[entry.item]?.url, "detail": wording.reason(entry.reason),
              "amount": entry.impression.map {
                texts[
                  "recommend.visitor.model",
                  [
                    "kind": texts["recommend.desk.kind.\($0.kind).title"],
                    "version": "\($0.version)",
                  ]
                ]
              } ?? "",
            ]
          }
        )
      }
      if !tags.isEmpty { sections.append(known(tags, items, categories, texts)) }
      let content: View = [
        "back": [
          "href": request.url(ModelDesk.path), "name": texts["recommend.desk.title"],
        ] as View,
        "lead": texts[
          "recommend.visitor.lead",
          [
            "name": name,
            "ages": visitor.ages.isEmpty
              ? texts["recommend.visitor.noAge"]
              : visitor.ages.map { texts["recommend.age.months", ["count": "\($0)"]] }
                .joined(separator: " · "),
          ]
        ],
        "filter": filter(request), "sections": sections,
        "empty": rows.isEmpty ? texts["recommend.visitor.none"] : nil,
      ]
      return try frame.page(
        "recommend/board",
        texts["recommend.visitor.title"],
        content,
        notice: problem
      )
    }
  }

  private func filter(_ request: TenantRequest) -> View {
    [
      "action": request.url(Self.path, ["lang": nil]), "language": request.query["lang"],
      "search": [
        "name": "months", "label": request.texts["recommend.visitor.months"], "type": "number",
        "value": request.query["months"] ?? "",
      ] as View,
      "selects": [View](),
    ]
  }

  private func names(_ rows: [RecommendationRow], _ tags: [PersonTag], _ request: TenantRequest)
    async throws -> [String: RecommendPagePorts.ShownItem]
  {
    let shown = rows.flatMap(\.entries)
    let others = shown.compactMap { ReasonWording.other($0.reason) }
    let traces = tags.flatMap { $0.traces.map(\.item) }
    return try await ports.items(
      Set(shown.map(\.item) + others + traces).sorted(),
      request
    )
  }

  /// What is known of the person, as the person sees it.
  private func known(
    _ tags: [PersonTag],
    _ items: [String: RecommendPagePorts.ShownItem],
    _ categories: [String: String],
    _ texts: LocalTexts
  ) -> View {
    DeskBoard.section(
      texts["recommend.visitor.known.title"],
      text: texts["recommend.visitor.known.text"],
      lines: tags.map { tag -> View in
        [
          "name": categories[tag.category] ?? texts["recommend.tag.other"],
          "detail": tag.traces.prefix(5).map {
            let name = items[$0.item]?.name ?? texts["recommend.item.gone"]
            return "\(texts["recommend.deed.\($0.deed.rawValue)"]) \(name)"
          }
          .joined(separator: " · "),
          "amount": "\(tag.traces.count)",
        ]
      }
    )
  }
}

/// Rows and reasons in the words of the desk.
struct ReasonWording {
  let texts: LocalTexts
  let items: [String: RecommendPagePorts.ShownItem]
  let categories: [String: String]
  /// The languages that the reader prefers, the best first.
  let languages: [LanguageTag]

  func title(_ subject: RecommendationRow.Subject) -> String {
    switch subject {
    case .boughtTogether: texts["recommend.row.together"]
    case .goodValue: texts["recommend.row.goodValue"]
    case .similar: texts["recommend.row.similar"]
    case .scenario(let scenario): texts["recommend.scenario.\(scenario.rawValue)"]
    case .pack(_, let name, _):
      texts["recommend.row.pack", ["name": name.text(in: languages)]]
    case .forYou: texts["recommend.row.forYou"]
    case .dueSoon: texts["recommend.row.dueSoon"]
    case .forAge(let months): texts["recommend.row.forAge", ["count": "\(months)"]]
    case .growthKit(let months, _): texts["recommend.row.growthKit", ["count": "\(months)"]]
    case .popular: texts["recommend.row.popular"]
    }
  }

  func reason(_ reason: RecommendationReason) -> String {
    switch reason {
    case .boughtTogether: texts["recommend.why.together", ["name": name(reason)]]
    case .because(let deed, _):
      texts[
        "recommend.why.because",
        ["deed": texts["recommend.deed.\(deed.rawValue)"], "name": name(reason)]
      ]
    case .value(let score):
      texts["recommend.why.value", ["index": "\(Int(min(score.index, 9_999).rounded()))"]]
    case .scenario: texts["recommend.why.scenario"]
    case .persona(let match):
      match.isChosen
        ? texts["recommend.why.packChosen"]
        : texts[
          "recommend.why.packInferred",
          [
            "signs": "\(match.signs)", "things": "\(match.things)",
            "probability": FrontierPlot.percent(match.confidence),
          ]
        ]
    case .similar: texts["recommend.why.similar", ["name": name(reason)]]
    case .alike(let deed, _):
      texts[
        "recommend.why.alike",
        ["deed": texts["recommend.deed.\(deed.rawValue)"], "name": name(reason)]
      ]
    case .due(let category, let probability):
      texts[
        "recommend.why.due",
        [
          "category": categories[category] ?? category,
          "probability": FrontierPlot.percent(probability),
        ]
      ]
    case .age(let months): texts["recommend.why.age", ["count": "\(months)"]]
    case .advised(let months, let source):
      texts["recommend.why.advised", ["count": "\(months)", "source": source]]
    case .popular: texts["recommend.why.popular"]
    case .discovery: texts["recommend.why.discovery"]
    }
  }

  /// The item that a reason speaks of.
  static func other(_ reason: RecommendationReason) -> String? {
    switch reason {
    case .boughtTogether(let item), .because(_, let item), .similar(let item), .alike(_, let item):
      item
    case .value, .scenario, .persona, .due, .age, .advised, .popular, .discovery: nil
    }
  }

  private func name(_ reason: RecommendationReason) -> String {
    Self.other(reason).flatMap { items[$0]?.name } ?? texts["recommend.item.gone"]
  }
}

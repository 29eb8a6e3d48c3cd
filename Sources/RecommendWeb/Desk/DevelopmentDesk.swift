internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What courses and toys train: the list with what does not go together, and a page for each item.
struct DevelopmentDesk {
  static let path = "/desk/development"
  /// How many goods stand on a page.
  private static let pageLength = 40

  let recommender: Recommender
  let ports: RecommendPagePorts

  private static let words: DeskRoutes.Words = { refusal, texts in
    guard let refusal = refusal as? RecommendRefusal, refusal.code == .developmentTagInvalid,
      case .string(let field)? = refusal.details["field"]
    else { return nil }
    return texts["recommend.develop.refused.\(field)"]
  }

  private static let item = RouteParameter.path("item", .string(1...80), "The item.")

  var routes: [Route] {
    let pages = DeskRoutes(Self.words)
    return [
      pages.page(
        Self.path,
        "showDeskDevelopment",
        .seeInsight,
        parameters: [.query("after", .string(0...80), "Where the page begins.")],
        show
      ),
      pages.page(
        "\(Self.path)/{item}",
        "showDeskDevelopmentItem",
        .seeInsight,
        parameters: [Self.item],
        showItem
      ),
      pages.form(
        "\(Self.path)/{item}",
        "tagDevelopmentAtDesk",
        .changeInsight,
        parameters: [Self.item],
        show: showItem
      ) { request, actor, transaction in
        let item = try request.path("item")
        guard try await recommender.sells(item, request.tenant, transaction) else {
          throw WebRefusal(.notFound)
        }
        try await recommender.tag(item, try Self.tag(item, request), by: actor, in: transaction)
        return request.url("\(Self.path)/\(item)")
      },
    ]
  }

  /// What a form says of an item; nil takes back what was said.
  private static func tag(_ item: String, _ request: TenantRequest) throws -> DevelopmentTag? {
    let form = request.form
    guard let kind = form["kind"].flatMap({ DevelopmentTag.Kind(rawValue: $0) }) else { return nil }
    let lessons = try form.integer("lessons", in: 0...DevelopmentTag.lessonLimit) ?? 0
    return DevelopmentTag(
      item: item,
      kind: kind,
      skills: DevelopmentSkill.all.filter { form["skill-\($0.code)"] != nil },
      lessons: kind == .toy ? 0 : lessons
    )
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let page = try await recommender.labelledGoods(
        of: nil,
        after: request.query["after"] ?? "",
        limit: Self.pageLength,
        request.tenant,
        request.scope
      )
      let tagged = try await recommender.taggedItems(request.tenant, request.scope)
      let names = try await ports.items(page.goods.map(\.id), request)
      let sheet = DevelopmentSheet(frame: frame)
      return try frame.list(
        frame.texts["recommend.develop.title"],
        [
          "rows": page.goods.map { item in
            sheet.row(
              item,
              names[item.id]?.name ?? item.id,
              tagged.first { $0.tag.item == item.id }
            )
          },
          "empty": frame.texts["recommend.develop.empty"],
          "next": page.next.map { request.url(Self.path, ["after": $0]) },
        ],
        notice: notice
      )
    }
  }

  private var showItem: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let item = try request.path("item")
      guard try await recommender.sells(item, request.tenant, request.scope) else {
        throw WebRefusal(.notFound)
      }
      let tagged = try await recommender.taggedItems(request.tenant, request.scope)
        .first { $0.tag.item == item }
      let name = try await ports.items([item], request)[item]?.name ?? item
      let sheet = DevelopmentSheet(frame: frame)
      return try frame.sheet(
        name,
        [sheet.checks(tagged)] + (frame.may(.changeInsight) ? [sheet.form(item, tagged?.tag)] : []),
        back: request.url(Self.path),
        backName: frame.texts["recommend.develop.title"],
        notice: notice
      )
    }
  }
}

/// What an item trains, in words and as a form.
struct DevelopmentSheet {
  let frame: DeskFrame

  private var texts: LocalTexts { frame.texts }
  private var words: DevelopmentWords { DevelopmentWords(texts: texts) }

  func row(_ item: CatalogueItem, _ name: String, _ tagged: TaggedItem?) -> View {
    var detail: [String] = []
    if let tagged {
      detail = DevelopmentDomain.allCases.filter(tagged.tag.domains.contains).map(words.domain)
      if !tagged.strangers.isEmpty { detail.append(texts["recommend.develop.strange"]) }
    }
    return [
      "href": frame.request.url("\(DevelopmentDesk.path)/\(item.id)"), "name": name,
      "state": tagged.map { texts["recommend.develop.kind.\($0.tag.kind.rawValue)"] },
      "detail": detail.joined(separator: " · "),
    ]
  }

  /// Each skill with its window and source, and what does not go with the ages of the item.
  func checks(_ tagged: TaggedItem?) -> View {
    [
      "title": texts["recommend.develop.checks"],
      "text": texts[tagged == nil ? "recommend.develop.untagged" : "recommend.develop.unsigned"],
      "lines": (tagged?.tag.skills ?? []).map { skill -> View in
        let isStrange = tagged?.strangers.contains(skill) ?? false
        return [
          "name": words.skill(skill), "detail": words.rule(skill),
          "amount": isStrange ? texts["recommend.develop.strange"] : "",
        ]
      },
      "ways": DevelopmentSource.allCases.map {
        ["href": $0.address, "name": texts["recommend.develop.source.\($0.rawValue)"]] as View
      },
    ]
  }

  func form(_ item: String, _ tag: DevelopmentTag?) -> View {
    let kinds = DevelopmentTag.Kind.allCases.map {
      (value: $0.rawValue, label: texts["recommend.develop.kind.\($0.rawValue)"])
    }
    let form = DeskForm(
      path: "\(DevelopmentDesk.path)/\(item)",
      submit: texts["recommend.develop.submit"],
      fields: [
        FormField(
          name: "kind",
          label: texts["recommend.develop.what"],
          kind: .choice(kinds),
          value: tag?.kind.rawValue ?? "",
          isRequired: false
        ),
        FormField(
          name: "lessons",
          label: texts["recommend.develop.lessons"],
          kind: .text("number"),
          value: "\(tag?.lessons ?? 0)",
          isRequired: false
        ),
      ]
        + DevelopmentSkill.all.map { skill in
          FormField(
            name: "skill-\(skill.code)",
            label: "\(words.skill(skill)) · \(words.months(skill))",
            kind: .box("yes"),
            value: tag?.skills.contains(skill) ?? false ? "yes" : "",
            isRequired: false
          )
        },
      hint: texts["recommend.develop.hint"]
    )
    return ["title": texts["recommend.develop.say"], "forms": DeskForm.views([form], frame)]
  }
}

/// Skills and their rules in a language.
struct DevelopmentWords {
  let texts: LocalTexts

  func domain(_ domain: DevelopmentDomain) -> String {
    texts["recommend.develop.domain.\(domain.rawValue)"]
  }

  func skill(_ skill: DevelopmentSkill) -> String {
    "\(domain(skill.domain)) · \(texts["recommend.develop.skill.\(skill.code)"])"
  }

  /// The window in months.
  func months(_ skill: DevelopmentSkill) -> String {
    texts[
      "recommend.develop.months",
      ["from": "\(skill.window.from ?? 0)", "to": "\((skill.window.to ?? 73) - 1)"]
    ]
  }

  /// The rule that gives the window, with its source.
  func rule(_ skill: DevelopmentSkill) -> String {
    texts[
      "recommend.develop.rule.\(skill.source.rawValue)",
      ["months": months(skill), "checklist": "\(skill.checklist ?? 0)"]
    ]
  }
}

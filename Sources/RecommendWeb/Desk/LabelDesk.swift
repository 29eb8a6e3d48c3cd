internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What goods serve, where they may be sold and what language is on them, as the merchant says it; and
/// the packs and markets that the shop's settings name.
struct LabelDesk {
  static let path = "/desk/goods-labels"
  /// How many goods stand on a page.
  static let pageLength = 40

  let recommender: Recommender
  let ports: RecommendPagePorts

  private static let words: DeskRoutes.Words = { refusal, texts in
    guard let refusal = refusal as? RecommendRefusal, refusal.code == .itemLabelInvalid,
      case .string(let field)? = refusal.details["field"]
    else { return nil }
    return texts[field == "markets" ? "recommend.labels.markets.wrong" : "recommend.labels.wrong"]
  }

  var routes: [Route] {
    let pages = DeskRoutes(Self.words)
    return [
      pages.page(
        Self.path,
        "showDeskGoodsLabels",
        .seeInsight,
        parameters: [
          .query("category", .string(0...80), "Only goods of this category."),
          .query("after", .string(0...80), "Where the page begins."),
        ],
        show
      ),
      pages.form(Self.path, "setGoodsLabelsAtDesk", .changeInsight, show: show) {
        request,
        actor,
        transaction in
        let form = request.form
        let shown = Set(form.all("item").prefix(Self.pageLength))
        let sold = try await recommender.sold(
          of: shown.sorted(),
          request.tenant,
          transaction
        )
        let chosen = form.all("serves")
        let labels = sold.map { item in
          (
            item,
            ItemLabels(
              scenarios: Set(
                Scenario.allCases.filter { chosen.contains("\(item):\($0.rawValue)") }
              ),
              markets: Self.codes(form["markets:\(item)"]),
              languages: Self.codes(form["languages:\(item)"])
            )
          )
        }
        try await recommender.setLabels(
          Dictionary(labels) { first, _ in first },
          by: actor,
          in: transaction
        )
        return request.url(
          Self.path,
          ["category": form["category"], "after": form["after"]]
        )
      },
    ]
  }

  /// Codes with spaces or commas between them.
  private static func codes(_ text: String?) -> Set<String> {
    Set((text ?? "").lowercased().split { " ,，、;".contains($0) }.map(String.init))
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let category = request.query["category"] ?? request.form["category"] ?? ""
      let after = request.query["after"] ?? request.form["after"] ?? ""
      let page = try await recommender.labelledGoods(
        of: category.isEmpty ? nil : category,
        after: after,
        limit: Self.pageLength,
        request.tenant,
        request.scope
      )
      let names = try await ports.items(page.goods.map(\.id), request)
      let sheet = LabelSheet(
        frame: frame,
        names: names,
        categories: try await ports.categories(request)
      )
      let content: View = [
        "lead": frame.texts["recommend.labels.lead"],
        "filter": sheet.filter(category),
        "goods": sheet.goods(page.goods), "hasGoods": !page.goods.isEmpty,
        "action": request.url(Self.path), "token": request.staffFormToken,
        "key": request.makeIdempotencyKey(), "category": category, "after": after,
        "mayChange": frame.may(.changeInsight),
        "next": page.next.map { request.url(Self.path, ["category": category, "after": $0]) },
        "sections": sheet.settings(try request.tenant.recommend),
      ]
      return try frame.page(
        "recommend/labels",
        frame.texts["recommend.labels.title"],
        content,
        notice: notice
      )
    }
  }
}

/// The page of labels.
struct LabelSheet {
  let frame: DeskFrame
  let names: [String: RecommendPagePorts.ShownItem]
  /// What categories are called, by their short names.
  let categories: [String: String]

  private var texts: LocalTexts { frame.texts }

  func filter(_ category: String) -> View {
    let choices = categories.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    return [
      "action": frame.request.url(LabelDesk.path, ["lang": nil]),
      "language": frame.request.query["lang"],
      "selects": [
        DeskSelect.view(
          "category",
          texts["recommend.filter.category"],
          [(value: "", name: texts["recommend.filter.all"])]
            + choices.map { (value: $0.key, name: $0.value) },
          chosen: category
        )
      ],
    ]
  }

  func goods(_ goods: [CatalogueItem]) -> [View] {
    goods.enumerated().map { number, item -> View in
      let labels = item.labels ?? ItemLabels()
      let name = names[item.id]?.name ?? item.id
      return [
        "item": item.id, "number": "\(number)", "name": name, "href": names[item.id]?.url,
        "category": categories[item.category] ?? item.category,
        "traits": labels.traits.sorted().map { texts["recommend.requirement.\($0)"] }
          .joined(separator: " · "),
        "serves": Scenario.allCases.map { scenario -> View in
          [
            "value": "\(item.id):\(scenario.rawValue)",
            "label": texts["recommend.scenario.\(scenario.rawValue)"],
            "isChosen": labels.scenarios.contains(scenario),
          ]
        },
        "markets": labels.markets.sorted().joined(separator: " "),
        "languages": labels.languages.sorted().joined(separator: " "),
      ]
    }
  }

  /// The packs and markets that the settings name.
  func settings(_ settings: RecommendSettings) -> [View] {
    let languages = frame.request.locales
    func named(_ slugs: [String]) -> String {
      slugs.map { categories[$0] ?? $0 }.joined(separator: " · ")
    }
    var sections: [View] = []
    if let packs = settings.packs, !packs.isEmpty {
      sections.append(
        DeskBoard.section(
          texts["recommend.labels.packs.title"],
          text: texts["recommend.labels.packs.text"],
          lines: packs.map { pack -> View in
            [
              "name": pack.name.text(in: languages),
              "detail": texts[
                "recommend.labels.packs.detail",
                [
                  "signs": named(pack.signs),
                  "slots": named(pack.slots.flatMap(\.categories)),
                ]
              ],
              "amount": Money(
                minorUnits: pack.budget,
                currency: frame.request.tenant.currency
              ).text(in: frame.request.locale),
            ]
          }
        )
      )
    }
    if let regions = settings.regions, !regions.isEmpty {
      sections.append(
        DeskBoard.section(
          texts["recommend.labels.regions.title"],
          text: texts["recommend.labels.regions.text"],
          lines: regions.map { region -> View in
            [
              "name": region.code.uppercased(),
              "detail": texts[
                "recommend.labels.regions.detail",
                [
                  "locales": region.locales.joined(separator: " "),
                  "requires": (region.requires ?? [])
                    .map { texts["recommend.requirement.\($0)"] }.joined(separator: " · "),
                  "labels": (region.labels ?? []).joined(separator: " "),
                  "closed": named(region.closed ?? []),
                ]
              ], "amount": "",
            ]
          }
        )
      )
    }
    return sections
  }
}

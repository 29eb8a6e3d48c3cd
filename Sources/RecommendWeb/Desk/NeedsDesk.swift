internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The need calendar: how many families will need what, and how far that can be trusted.
struct NeedsDesk {
  static let path = "/desk/needs"
  private static let peopleShown = 50

  let recommender: Recommender
  let ports: RecommendPagePorts

  var routes: [Route] {
    [
      DeskRoutes().page(
        Self.path,
        "showNeedCalendar",
        .seeInsight,
        parameters: [.query("category", .string(0...80), "Who will need it, of those who agreed.")],
        show
      )
    ]
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      let title = texts["recommend.needs.title"]
      guard let calendar = try await recommender.needCalendar(request.scope) else {
        let empty: View = [
          "lead": texts["recommend.needs.lead"],
          "empty": texts[
            "recommend.needs.none",
            ["buyers": "\(TrainingNeeds.buyers)", "days": "\(TrainingNeeds.days)"]
          ],
        ]
        return try frame.page("recommend/board", title, empty, notice: notice)
      }
      let names = try await ports.categories(request)
      if let category = request.query["category"] {
        let people = try await people(calendar, category, frame)
        let content: View = [
          "back": ["href": request.url(Self.path), "name": title] as View,
          "sections": [people],
        ]
        return try frame.page(
          "recommend/board",
          names[category] ?? category,
          content,
          notice: notice
        )
      }
      let content: View = [
        "lead": texts["recommend.needs.lead"],
        "sections": [overview(calendar, frame)] + [calibration(calendar, texts)].compactMap(\.self)
          + [months(calendar, names, frame)],
      ]
      return try frame.page("recommend/board", title, content, notice: notice)
    }
  }

  private func overview(_ calendar: NeedCalendar, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    return DeskBoard.section(
      texts["recommend.needs.overview"],
      text: texts["recommend.needs.definition"],
      facts: [
        .fact(texts["recommend.needs.families"], "\(calendar.families)"),
        .fact(texts["recommend.needs.trained"], frame.time(calendar.trainedAt)),
        .fact(texts["recommend.demand.version"], "\(calendar.version)"),
        .fact(
          texts["recommend.needs.error"],
          calendar.calibrationError.map(FrontierPlot.percent) ?? "–"
        ),
      ]
    )
  }

  private func months(_ calendar: NeedCalendar, _ names: [String: String], _ frame: DeskFrame)
    -> View
  {
    let texts = frame.texts
    let columns = ["category", "month1", "month2", "month3", "likely"]
    return DeskBoard.section(
      texts["recommend.needs.calendar.title"],
      text: texts["recommend.needs.calendar.text"],
      table: DeskBoard.table(
        "needs",
        texts["recommend.needs.calendar.title"],
        columns: columns.map { texts["recommend.needs.column.\($0)"] },
        rows: calendar.entries.map { entry in
          (
            name: names[entry.category] ?? entry.category,
            href: frame.may(.seeMembers)
              ? frame.request.url(Self.path, ["category": entry.category]) : nil,
            cells: entry.months.map { PlotScale.text($0) } + ["\(entry.likely)"]
          )
        }
      ),
      isWide: true
    )
  }

  /// What was foretold against what came: on the diagonal the two are the same.
  private func calibration(_ calendar: NeedCalendar, _ texts: LocalTexts) -> View? {
    guard calendar.calibration.count > 1 else { return nil }
    let scale = PlotScale(columns: 0...1, rows: 0...1)
    let points = calendar.calibration
    let plot = PlotView(
      id: "calibration",
      title: texts["recommend.needs.calibration.title"],
      description: texts["recommend.needs.calibration.text"],
      scale: scale,
      shapes: [
        .init(kind: "past", path: scale.line([(x: 0, y: 0), (x: 1, y: 1)])),
        .init(kind: "middle", path: scale.line(points.map { (x: $0.foretold, y: $0.bought) })),
      ],
      labels: [0, 0.25, 0.5, 0.75, 1].map { .init(x: $0, text: FrontierPlot.tick($0)) },
      tick: FrontierPlot.tick,
      legend: [
        ("middle", texts["recommend.needs.legend.came"]),
        ("past", texts["recommend.needs.legend.exact"]),
      ],
      points: points.map { ("point", $0.foretold, $0.bought) },
      columns: ["foretold", "came", "pairs"].map { texts["recommend.needs.column.\($0)"] },
      rows: points.map {
        [FrontierPlot.percent($0.foretold), FrontierPlot.percent($0.bought), "\($0.pairs)"]
      },
      tableTitle: texts["recommend.demand.table"]
    )
    return DeskBoard.section(
      texts["recommend.needs.calibration.title"],
      text: texts["recommend.needs.calibration.text"],
      plot: plot.view
    )
  }

  /// The families that will need a category, as far as they agreed to be known.
  private func people(_ calendar: NeedCalendar, _ category: String, _ frame: DeskFrame) async throws
    -> View
  {
    let texts = frame.texts
    guard frame.may(.seeMembers) else { throw StaffRefusal(.notPermitted) }
    let entry = calendar.entries.first { $0.category == category }
    let likely = entry?.people.filter { $0.probability >= 0.1 } ?? []
    let known = try await ports.people(likely.prefix(1_000).map(\.person), frame.request)
    let shown = likely.filter { known[$0.person] != nil }
    return DeskBoard.section(
      texts["recommend.needs.people.title"],
      text: texts[
        "recommend.needs.people.text",
        ["all": "\(likely.count)", "known": "\(shown.count)"]
      ],
      lines: shown.prefix(Self.peopleShown).map { person -> View in
        [
          "name": known[person.person]?.name ?? "",
          "href": frame.request.url(
            VisitorDesk.path,
            ["person": person.person.description]
          ),
          "detail": texts["recommend.needs.people.why"],
          "amount": FrontierPlot.percent(person.probability),
        ]
      }
    )
  }
}

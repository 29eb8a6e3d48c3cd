internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What came of proposals: looks and orders by model and week, and how versions did against each other.
struct FeedbackDesk {
  static let path = "/desk/models/feedback"
  private static let weeks = 12

  var routes: [Route] { [DeskRoutes().page(Self.path, "showDeskFeedback", .seeInsight, show)] }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      let feedback = try await request.scope.feedback(weeks: Self.weeks)
      let versions = try await request.scope.modelArtefacts()
        .filter { $0.kind == ModelKind.ranking.rawValue }.sorted { $0.version < $1.version }
      let board = FeedbackBoard(frame: frame, feedback: feedback)
      let kinds = ModelKind.allCases.filter { kind in
        feedback.contains { $0.kind == kind.rawValue && $0.shown > 0 }
      }
      let sections =
        kinds.map(board.section) + [board.quality(versions)].compactMap(\.self)
      let content: View = [
        "back": [
          "href": request.url(ModelDesk.path), "name": texts["recommend.desk.title"],
        ] as View,
        "lead": texts["recommend.feedback.lead"], "sections": sections,
        "empty": kinds.isEmpty ? texts["recommend.feedback.none"] : nil,
      ]
      return try frame.page(
        "recommend/board",
        texts["recommend.feedback.title"],
        content,
        notice: notice
      )
    }
  }
}

/// Feedback as sections with drawings.
struct FeedbackBoard {
  let frame: DeskFrame
  let feedback: [FeedbackWeek]

  private var texts: LocalTexts { frame.texts }

  private struct Sums {
    var shown = 0
    var clicks = 0
    var orders = 0
    var amount: Int64 = 0

    mutating func add(_ week: FeedbackWeek) {
      shown += week.shown
      clicks += week.clicks
      orders += week.orders
      amount += week.amount
    }

    func share(_ count: Int) -> Double { shown == 0 ? 0 : Double(count) / Double(shown) }
  }

  private func sums<Key: Hashable>(_ weeks: [FeedbackWeek], by key: (FeedbackWeek) -> Key)
    -> [Key: Sums]
  {
    weeks.reduce(into: [:]) { $0[key($1), default: Sums()].add($1) }
  }

  /// One kind of model: its weeks as lines and its versions beside each other.
  func section(_ kind: ModelKind) -> View {
    let own = feedback.filter { $0.kind == kind.rawValue }
    let weeks = sums(own, by: \.week).sorted { $0.key < $1.key }
    let versions = sums(own, by: \.version).sorted { $0.key > $1.key }
    let all = own.reduce(into: Sums()) { $0.add($1) }
    let wording = DeskWording(frame: frame)
    return DeskBoard.section(
      texts["recommend.desk.kind.\(kind.rawValue).title"],
      facts: [
        .fact(texts["recommend.feedback.shown"], "\(all.shown)"),
        .fact(
          texts["recommend.feedback.clicks"],
          "\(all.clicks) · \(FrontierPlot.percent(all.share(all.clicks)))"
        ),
        .fact(
          texts["recommend.feedback.orders"],
          "\(all.orders) · \(FrontierPlot.percent(all.share(all.orders)))"
        ),
        .fact(texts["recommend.feedback.amount"], wording.money(all.amount)),
      ],
      plot: weeks.count > 1 ? plot(kind, weeks) : nil,
      table: DeskBoard.table(
        "versions-\(kind.rawValue)",
        texts["recommend.feedback.versions"],
        columns: ["version", "shown", "clicks", "orders"].map {
          texts["recommend.feedback.column.\($0)"]
        },
        rows: versions.map { version, sum in
          (
            name: texts["recommend.desk.version.name", ["version": "\(version)"]], href: nil,
            cells: [
              "\(sum.shown)", FrontierPlot.percent(sum.share(sum.clicks)),
              FrontierPlot.percent(sum.share(sum.orders)),
            ]
          )
        }
      )
    )
  }

  private func plot(_ kind: ModelKind, _ weeks: [(key: SalesWeek, value: Sums)]) -> View {
    let clicks = weeks.map { (x: Double($0.key.number), y: $0.value.share($0.value.clicks)) }
    let orders = weeks.map { (x: Double($0.key.number), y: $0.value.share($0.value.orders)) }
    let scale = PlotScale(
      columns: (clicks.first?.x ?? 0)...(clicks.last?.x ?? 1),
      rows: 0...max(0.01, ((clicks + orders).map(\.y).max() ?? 0) * 1.1)
    )
    let name = texts["recommend.desk.kind.\(kind.rawValue).title"]
    return PlotView(
      id: "drift-\(kind.rawValue)",
      title: texts["recommend.feedback.plot.title", ["kind": name]],
      description: texts["recommend.feedback.plot.text"],
      scale: scale,
      shapes: [
        .init(kind: "middle", path: scale.line(clicks)),
        .init(kind: "past", path: scale.line(orders)),
      ],
      labels: weeks.enumerated()
        .filter { $0.offset.isMultiple(of: max(1, (weeks.count + 5) / 6)) }
        .map { .init(x: Double($0.element.key.number), text: day($0.element.key)) },
      tick: FrontierPlot.tick,
      legend: [
        ("middle", texts["recommend.feedback.clicks"]),
        ("past", texts["recommend.feedback.orders"]),
      ],
      points: clicks.map { ("point", $0.x, $0.y) },
      columns: ["week", "shown", "clicks", "orders"].map {
        texts["recommend.feedback.column.\($0)"]
      },
      rows: weeks.map { week, sum in
        [
          day(week), "\(sum.shown)", FrontierPlot.percent(sum.share(sum.clicks)),
          FrontierPlot.percent(sum.share(sum.orders)),
        ]
      },
      tableTitle: texts["recommend.demand.table"]
    ).view
  }

  private func day(_ week: SalesWeek) -> String {
    let date = SalesWeek.date(of: week.monday)
    return texts["recommend.demand.week", ["month": "\(date.month)", "day": "\(date.day)"]]
  }

  /// How versions of the model of taste foresaw what was held out, beside what is popular.
  func quality(_ versions: [ModelArtefact]) -> View? {
    let judged = versions.compactMap { version in
      ModelHealth.recall(of: version).map { (version.version, $0) }
    }
    guard judged.count > 1 else { return nil }
    let own = judged.map { (x: Double($0.0), y: $0.1.own) }
    let popular = judged.map { (x: Double($0.0), y: $0.1.popular) }
    let scale = PlotScale(
      columns: (own.first?.x ?? 0)...(own.last?.x ?? 1),
      rows: 0...max(0.01, ((own + popular).map(\.y).max() ?? 0) * 1.1)
    )
    let plot = PlotView(
      id: "quality",
      title: texts["recommend.feedback.quality.title"],
      description: texts["recommend.feedback.quality.text"],
      scale: scale,
      shapes: [
        .init(kind: "middle", path: scale.line(own)),
        .init(kind: "past", path: scale.line(popular)),
      ],
      labels: own.map { .init(x: $0.x, text: "\(Int($0.x))") },
      tick: FrontierPlot.tick,
      legend: [
        ("middle", texts["recommend.desk.kind.ranking.title"]),
        ("past", texts["recommend.desk.kind.popularity.title"]),
      ],
      points: own.map { ("point", $0.x, $0.y) },
      columns: [
        texts["recommend.feedback.column.version"], texts["recommend.desk.kind.ranking.title"],
        texts["recommend.desk.kind.popularity.title"],
      ],
      rows: judged.map {
        ["\($0.0)", FrontierPlot.percent($0.1.own), FrontierPlot.percent($0.1.popular)]
      },
      tableTitle: texts["recommend.demand.table"]
    )
    return DeskBoard.section(
      texts["recommend.feedback.quality.title"],
      text: texts["recommend.feedback.quality.text"],
      plot: plot.view
    )
  }
}

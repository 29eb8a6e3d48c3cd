internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The figures of the business as sections with drawings and tables.
struct BusinessBoard {
  let frame: DeskFrame
  let months: InsightMonths

  private var texts: LocalTexts { frame.texts }
  private var wording: DeskWording { DeskWording(frame: frame) }

  func channels(_ figures: [ChannelFigures]) -> View {
    let linked = figures.filter { $0.channel != ChannelRule.direct }
    let orders = figures.reduce(0) { $0 + $1.orders }
    let costs = figures.compactMap(\.cost)
    let facts: [View] = [
      .fact(texts["recommend.business.visits"], "\(linked.reduce(0) { $0 + $1.visits })"),
      .fact(texts["recommend.business.orders"], "\(orders)"),
      .fact(
        texts["recommend.business.ofChannels"],
        "\(linked.reduce(0) { $0 + $1.orders })"
      ),
      .fact(
        texts["recommend.business.cost"],
        costs.isEmpty ? "–" : wording.money(costs.reduce(0, +))
      ),
    ]
    return DeskBoard.section(
      texts["recommend.business.channels.title"],
      text: texts[
        figures.isEmpty ? "recommend.business.channels.empty" : "recommend.business.channels.text",
        ["days": "\(AttributionRule.windowDays)", "least": "\(ChannelFigures.fewestVisits)"]
      ],
      facts: figures.isEmpty ? [] : facts,
      table: figures.isEmpty ? nil : table(figures),
      go: [
        "href": frame.request.url(BusinessDesk.costsPath),
        "name": texts["recommend.business.costs.title"],
      ],
      isWide: true
    )
  }

  private func table(_ figures: [ChannelFigures]) -> View {
    DeskBoard.table(
      "channels",
      texts["recommend.business.channels.title"],
      columns: [
        "channel", "visits", "people", "orders", "conversion", "shared", "amount", "cost",
        "perOrder",
      ].map { texts["recommend.business.\($0)"] },
      rows: figures.map { figure in
        (
          name: figure.channel == ChannelRule.direct
            ? texts["recommend.business.direct"] : figure.channel,
          href: nil,
          cells: [
            "\(figure.visits)", "\(figure.people)", "\(figure.orders)", conversion(figure),
            PlotScale.text(Double(figure.shares) / Double(AttributionRule.whole)),
            wording.money(figure.amount), wording.money(figure.cost),
            wording.money(figure.costPerOrder),
          ]
        )
      }
    )
  }

  private func conversion(_ figure: ChannelFigures) -> String {
    guard let share = figure.conversion else { return "–" }
    let text = FrontierPlot.percent(share)
    return figure.isThin ? texts["recommend.business.thin", ["figure": text]] : text
  }

  /// What each partner's service was worth.
  func services(_ figures: [ServiceFigures], _ services: [PartnerService]) -> View {
    let title = texts["recommend.partner.desk.title"]
    guard !figures.isEmpty || !services.isEmpty else {
      return DeskBoard.section(title, text: texts["recommend.partner.desk.empty"])
    }
    let idle = services.map(\.code).filter { code in !figures.contains { $0.service == code } }
    func name(_ code: String) -> String {
      services.first { $0.code == code }?.name.text(in: frame.request.locales) ?? code
    }
    let known = figures.map { figure -> (name: String, href: String?, cells: [String]) in
      let share =
        figure.visits == 0
        ? "–" : FrontierPlot.percent(Double(figure.orders) / Double(figure.visits))
      return (
        name(figure.service), nil,
        [
          "\(figure.visits)", "\(figure.orders)",
          figure.visits < ChannelFigures.fewestVisits && figure.visits > 0
            ? texts["recommend.business.thin", ["figure": share]] : share,
          wording.money(figure.amount),
        ]
      )
    }
    let rest = idle.map { code -> (name: String, href: String?, cells: [String]) in
      (name(code), nil, ["0", "0", "–", wording.money(0)])
    }
    return DeskBoard.section(
      title,
      text: texts["recommend.partner.desk.text", ["days": "\(PartnerVisits.windowDays)"]],
      table: DeskBoard.table(
        "services",
        title,
        columns: ["service", "visits", "orders", "share", "revenue"].map {
          texts["recommend.partner.desk.\($0)"]
        },
        rows: known + rest
      )
    )
  }

  func revenue(_ mix: RevenueMix) -> View {
    let total = mix.total
    let kinds = RevenueKind.allCases.filter { total[$0] != nil }
    guard !kinds.isEmpty else {
      return DeskBoard.section(
        texts["recommend.business.revenue.title"],
        text: texts["recommend.business.revenue.empty"]
      )
    }
    return DeskBoard.section(
      texts["recommend.business.revenue.title"],
      text: texts["recommend.business.revenue.text"],
      facts: [.fact(texts["recommend.business.kept"], wording.money(mix.kept))],
      plot: revenuePlot(mix),
      table: DeskBoard.table(
        "revenue",
        texts["recommend.business.revenue.title"],
        columns: ["kind", "paid", "refunded", "kept", "share"].map {
          texts["recommend.business.\($0)"]
        },
        rows: kinds.map { kind in
          let amount = total[kind] ?? .init()
          return (
            name: texts["recommend.business.kinds.\(kind.rawValue)"], href: nil,
            cells: [
              wording.money(amount.paid), wording.money(amount.refunded),
              wording.money(amount.kept),
              mix.share(of: kind).map(FrontierPlot.percent) ?? "–",
            ]
          )
        }
      )
    )
  }

  /// Goods beside all that adds to them.
  private func revenuePlot(_ mix: RevenueMix) -> View? {
    let goods: Set<RevenueKind> = [.goods, .freight, .loose]
    func kept(_ month: Int, _ isCounted: (RevenueKind) -> Bool) -> Double {
      let amounts = (mix.months[month] ?? [:]).filter { isCounted($0.key) }.values
      return Double(amounts.reduce(0) { $0 + $1.kept })
    }
    return MonthPlot(
      id: "revenue-plot",
      title: texts["recommend.business.revenue.plot"],
      description: texts["recommend.business.revenue.text"],
      texts: texts,
      months: Array(months.first...months.last),
      lines: [
        .init(
          kind: "past",
          name: texts["recommend.business.ofGoods"],
          values: (months.first...months.last).map { kept($0) { goods.contains($0) } }
        ),
        .init(
          kind: "middle",
          name: texts["recommend.business.ofRest"],
          values: (months.first...months.last).map { kept($0) { !goods.contains($0) } }
        ),
      ],
      format: { wording.money(Int64($0.rounded())) },
      tick: { Self.short($0, frame.request.tenant.currency) }
    ).view
  }

  /// Money in whole units, thousands or millions of them.
  private static func short(_ minor: Double, _ currency: Currency) -> String {
    let units = (0..<currency.exponent).reduce(minor) { units, _ in units / 10 }
    switch abs(units) {
    case 1_000_000...: return "\(PlotScale.text(units / 1_000_000))M"
    case 10_000...: return "\(Int(units / 1_000))k"
    default: return "\(Int(units))"
    }
  }
}

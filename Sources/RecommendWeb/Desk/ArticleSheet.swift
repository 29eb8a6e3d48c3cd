internal import Recommend
internal import TenantStore
internal import TenantWeb

/// One article at the desk: its demand at each place, what to order and how it is bought.
struct ArticleSheet {
  let frame: DeskFrame
  let run: ForecastRun
  let name: String
  let places: [String: String]
  let terms: SupplyTerms
  let goods: [GoodsOnWay]

  private var texts: LocalTexts { frame.texts }
  private var wording: DeskWording { DeskWording(frame: frame) }
  private var mayChange: Bool { frame.may(.correctStock) }

  /// The demand at a place and the proposal for it.
  func place(_ forecast: SeriesForecast, _ proposal: OrderProposal?, _ number: Int) -> View {
    let place = places[forecast.place] ?? forecast.place
    let ordered = DeskForm(
      path: ForecastDesk.path + "/goods",
      submit: texts["recommend.supply.ordered.title"],
      fields: [
        .init(
          name: "units",
          label: texts["recommend.supply.units"],
          type: "number",
          value: proposal.map { "\($0.quantity)" } ?? ""
        ),
        .init(
          name: "days",
          label: texts["recommend.supply.inDays"],
          type: "number",
          value: proposal.map { "\($0.leadDays)" } ?? ""
        ),
      ],
      hidden: [("sku", forecast.article), ("place", forecast.place)],
      hint: texts["recommend.supply.ordered.hint"],
      isQuiet: true
    )
    return [
      "name": place,
      "plot": ForecastPlot(
        id: "plot-\(number)",
        title: "\(name) · \(place)",
        forecast: forecast,
        run: run,
        texts: texts
      ).view,
      "order": proposal.map(order),
      "forms": mayChange && proposal != nil ? DeskForm.views([ordered], frame, from: number) : [],
    ]
  }

  private func order(_ proposal: OrderProposal) -> View {
    [
      "title": texts["recommend.supply.proposal"],
      "quantity": texts["recommend.supply.amount", ["count": "\(proposal.quantity)"]],
      "why": wording.why(proposal),
      "facts": [
        View.fact(texts["recommend.supply.onHand"], "\(proposal.onHand)"),
        .fact(texts["recommend.supply.onTheWay"], "\(proposal.onTheWay)"),
        .fact(
          texts["recommend.supply.leadTime"],
          texts["recommend.supply.days", ["count": "\(proposal.leadDays)"]]
        ),
        .fact(texts["recommend.supply.cost"], wording.money(proposal.cost)),
        .fact(texts["recommend.supply.state"], wording.urgency(proposal.urgency)),
      ],
    ]
  }

  /// What is on its way, each with the word that it came.
  func onWay(from number: Int) -> View {
    let forms = goods.map { goods in
      DeskForm(
        path: ForecastDesk.path + "/arrivals",
        submit: texts["recommend.supply.arrived"],
        hidden: [("sku", goods.article), ("goods", goods.id.description)],
        hint: texts[
          "recommend.supply.coming",
          [
            "count": "\(goods.units)", "day": wording.day(goods.dueDay),
            "place": places[goods.place] ?? goods.place,
          ]
        ],
        isQuiet: true
      )
    }
    return [
      "title": texts["recommend.supply.way.title"],
      "text": texts[goods.isEmpty ? "recommend.supply.way.none" : "recommend.supply.way.text"],
      "forms": mayChange ? DeskForm.views(forms, frame, from: number) : [],
    ]
  }

  /// How the article is bought.
  var buying: View {
    func field(_ name: String, _ value: (some BinaryInteger)?) -> DeskForm.Field {
      .init(
        name: name,
        label: texts["recommend.supply.terms.\(name)"],
        type: "number",
        value: value.map { "\($0)" } ?? "",
        isRequired: false
      )
    }
    let cost = terms.unitCost.map {
      Money(minorUnits: $0, currency: frame.request.tenant.currency).decimal
    }
    let form = DeskForm(
      path: ForecastDesk.path + "/terms",
      submit: texts["recommend.supply.terms.submit"],
      fields: [
        field("lead_days", terms.leadDays), field("pack", terms.pack),
        field("shelf_life_days", terms.shelfLifeDays),
        .init(
          name: "unit_cost",
          label: texts["recommend.supply.terms.unit_cost"],
          value: cost ?? "",
          maximum: 20,
          isRequired: false
        ),
      ],
      hidden: [("sku", terms.article)],
      hint: texts["recommend.supply.terms.hint"]
    )
    return [
      "title": texts["recommend.supply.terms.title"],
      "forms": mayChange ? DeskForm.views([form], frame, from: 90) : [],
    ]
  }
}

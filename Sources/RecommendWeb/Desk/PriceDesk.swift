internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Price proposals at the desk: how buyers answered to prices, and which lower price would pay.
///
/// Nothing is changed here: the merchant approves a proposal by setting the price where prices are set.
struct PriceDesk {
  static let path = "/desk/price-proposals"

  let recommender: Recommender
  let ports: RecommendPagePorts

  var routes: [Route] {
    [
      DeskRoutes().page(Self.path, "showDeskPrices", .seeInsight) { request, notice in
        let frame = try await DeskFrame.load(request)
        let advice = try await recommender.priceAdvice(request.tenant, request.scope)
        let names = try await ports.items(advice.map(\.item), request)
        let sheet = PriceSheet(frame: frame, names: names)
        return try frame.sheet(
          frame.texts["recommend.price.title"],
          [sheet.head(advice)] + advice.map(sheet.section),
          notice: notice
        )
      }
    ]
  }
}

/// The page of price proposals as sections of the desk.
struct PriceSheet {
  let frame: DeskFrame
  let names: [String: RecommendPagePorts.ShownItem]

  private var texts: LocalTexts { frame.texts }

  func head(_ advice: [PriceAdvice]) -> View {
    let key = advice.isEmpty ? "recommend.price.empty" : "recommend.price.text"
    return ["title": texts["recommend.price.rules"], "text": texts[key]]
  }

  func section(_ advice: PriceAdvice) -> View {
    let name = names[advice.item]
    var facts: [View] = [
      .fact(texts["recommend.price.now"], money(advice.price)),
      .fact(
        texts["recommend.price.elasticity"],
        "\(Self.text(advice.elasticity.value)) (\(Self.range(advice.elasticity.bounds)))"
      ),
      .fact(texts["recommend.price.evidence"], "\(advice.units) / \(advice.weeks)"),
    ]
    if let proposal = advice.proposal {
      facts += [
        .fact(texts["recommend.price.proposed"], money(proposal.price)),
        .fact(texts["recommend.price.units"], "× \(Self.range(proposal.units))"),
        .fact(texts["recommend.price.profit"], "× \(Self.text(proposal.leastProfit))"),
      ]
    }
    return [
      "title": name?.name ?? texts["recommend.item.gone"],
      "text": advice.proposal == nil ? texts["recommend.price.none"] : nil, "facts": facts,
      "go": name?.url.map { ["href": $0, "name": texts["recommend.price.go"]] as View },
    ]
  }

  private func money(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: frame.request.tenant.currency)
      .text(in: frame.request.locale)
  }

  private static func range(_ bounds: ClosedRange<Double>) -> String {
    "\(text(bounds.lowerBound)) … \(text(bounds.upperBound))"
  }

  private static func text(_ number: Double) -> String {
    String(format: "%.2f", locale: Locale(identifier: "en_US_POSIX"), number)
  }
}

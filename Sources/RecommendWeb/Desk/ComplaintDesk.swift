internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Changes of products that complaints speak for, the one that affects most revenue first.
struct ComplaintDesk {
  static let path = "/desk/product-changes"
  /// Of how many days remarks are read.
  private static let days = 180

  let recommender: Recommender
  let ports: RecommendPagePorts

  var routes: [Route] {
    [
      DeskRoutes().page(Self.path, "showDeskProductChanges", .seeInsight) { request, notice in
        let frame = try await DeskFrame.load(request)
        let advice = try await recommender.productAdvice(
          since: request.now.addingTimeInterval(-Double(Self.days) * 86_400),
          request.tenant,
          request.scope
        )
        let names = try await ports.items(Array(Set(advice.changes.map(\.item))), request)
        let sheet = ComplaintSheet(frame: frame, names: names, days: Self.days)
        return try frame.sheet(
          frame.texts["recommend.complaint.title"],
          [sheet.head(advice)] + advice.changes.map(sheet.section)
            + [sheet.loose(advice)].compactMap(\.self),
          notice: notice
        )
      }
    ]
  }
}

/// The page of product changes as sections of the desk.
struct ComplaintSheet {
  let frame: DeskFrame
  let names: [String: RecommendPagePorts.ShownItem]
  let days: Int

  private var texts: LocalTexts { frame.texts }

  func head(_ advice: ProductAdvice) -> View {
    let key = advice.changes.isEmpty ? "recommend.complaint.empty" : "recommend.complaint.text"
    return [
      "title": texts["recommend.complaint.rules"],
      "text": texts[key, ["days": "\(days)", "least": "\(ProductChange.fewest)"]],
      "facts": [View.fact(texts["recommend.complaint.remarks"], "\(advice.remarks)")],
    ]
  }

  func section(_ change: ProductChange) -> View {
    let name = names[change.item]
    let wording = DeskWording(frame: frame)
    let attribute = texts["recommend.complaint.about.\(change.attribute.rawValue)"]
    let sources = ProductRemark.Source.allCases.compactMap { source -> String? in
      change.complaints[source].map {
        texts["recommend.complaint.from.\(source.rawValue)", ["count": "\($0)"]]
      }
    }
    let proposal = texts["recommend.complaint.change.\(change.attribute.rawValue)"]
    return [
      "title": "\(name?.name ?? texts["recommend.item.gone"]) · \(attribute)",
      "text": change.isThin
        ? texts["recommend.complaint.thin", ["proposal": proposal]] : proposal,
      "facts": [
        View.fact(
          texts["recommend.complaint.count"],
          "\(change.count) / \(change.remarks) (\(range(change.share)))"
        ),
        .fact(texts["recommend.complaint.sources"], sources.joined(separator: " · ")),
        .fact(texts["recommend.complaint.revenue"], wording.money(change.revenue)),
        .fact(
          texts["recommend.complaint.affected"],
          texts[
            "recommend.complaint.atLeast",
            [
              "amount": wording.money(change.affected),
              "least": wording.money(change.leastAffected),
            ]
          ]
        ),
      ],
      "lines": change.quotes.map { ["name": "“\($0)”"] as View },
      "go": name?.url.map { ["href": $0, "name": texts["recommend.complaint.go"]] as View },
    ]
  }

  /// Complaints of which the product is not known.
  func loose(_ advice: ProductAdvice) -> View? {
    guard !advice.loose.isEmpty else { return nil }
    return [
      "title": texts["recommend.complaint.loose.title"],
      "text": texts["recommend.complaint.loose.text"],
      "lines": ComplaintAttribute.allCases.compactMap { attribute -> View? in
        advice.loose[attribute].map {
          ["name": texts["recommend.complaint.about.\(attribute.rawValue)"], "amount": "\($0)"]
        }
      },
    ]
  }

  private func range(_ share: ClosedRange<Double>) -> String {
    [share.lowerBound, share.upperBound].map(FrontierPlot.percent).joined(separator: " … ")
  }
}

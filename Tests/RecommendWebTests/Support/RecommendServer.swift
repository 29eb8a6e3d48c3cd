import Recommend
import RecommendWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting

/// Two merchants of whom both sell the same few things, asked without a socket.
struct RecommendServer {
  static let goods = [
    CatalogueItem(id: "rice", category: "food", ages: AgeSpan(from: 6, to: 12), price: 3_900),
    CatalogueItem(id: "plum", category: "food", ages: AgeSpan(from: 6, to: 12), price: 1_900),
    CatalogueItem(id: "bike", category: "toys", ages: AgeSpan(from: 36, to: 72), price: 39_900),
  ]

  let site: TestSite
  let recommender: Recommender

  init() async throws {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    recommender = Recommender(
      ports: .init(catalogue: { ids, _, _ in
        Self.goods.filter { ids?.contains($0.id) ?? true }
      })
    )
    let module = RecommendWebModule.module(
      recommender,
      ports: RecommendPagePorts(
        items: { ids, _ in
          Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, .init(name: "«\($0)»")) })
        },
        categories: { _ in ["food": "辅食"] }
      )
    )
    site = try await TestSite(module, at: pair)
  }

  var mine: TestTenant { site.mine }
  var other: TestTenant { site.other }
}

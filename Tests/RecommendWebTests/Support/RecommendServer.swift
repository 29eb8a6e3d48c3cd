import Foundation
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
    CatalogueItem(
      id: "plum",
      category: "food",
      ages: AgeSpan(from: 6, to: 12),
      price: 1_900,
      allergens: ["milk"]
    ),
    CatalogueItem(id: "oats", category: "food", ages: AgeSpan(from: 6, to: 12), price: 2_900),
    CatalogueItem(id: "bike", category: "toys", ages: AgeSpan(from: 36, to: 72), price: 39_900),
  ]

  /// Food is compared by its weight, there is a pack, and halal goods can be asked for.
  static let settings: JSONValue = [
    "value": ["categories": ["food": "mass"]],
    "requirements": ["halal": ["food"]],
    "packs": [
      [
        "code": "quick", "name": ["zh": "便捷育儿包", "en": "Quick pack"], "signs": ["food"],
        "slots": [["categories": ["food"], "isRequired": true]], "budget": 9_000,
      ]
    ],
  ]

  /// The only member who agreed to being known.
  static let xiaoman = PersonID(uuid: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7)))

  let site: TestSite
  let recommender: Recommender
  /// All merchants have the same things at hand.
  let supply = SupplyPlanner(
    ports: .init(shelf: { articles, _, _ in
      [("RICE", 0), ("PLUM", 900)].map { article, count in
        ShelfItem(article: article, place: "shop", category: "food", onHand: count, price: 3_900)
      }
      .filter { articles?.contains($0.article) ?? true }
    })
  )

  init(settings: JSONValue = Self.settings) async throws {
    let pair = try await TenantPair.fresh(settings: ["recommend": settings])
    recommender = Recommender(
      ports: .init(
        catalogue: { ids, _, _ in
          Self.goods.filter { ids?.contains($0.id) ?? true }
        },
        quality: { ids, _, _ in
          Self.goods.filter { ids.contains($0.id) }.map { good in
            GoodsQuality(
              item: good.id,
              reviews: 20,
              stars: 4.5,
              sold: 100,
              returned: 1,
              offers: [.init(price: good.price ?? 0, content: [.mass: 100])]
            )
          }
        },
        sold: { span, tenant, _ in
          let month = BirthMonth.number(of: span.upperBound - 1, in: tenant.timeZone)
          return [
            SoldLine(month: month, kind: nil, categories: ["food"], paid: 9_000, refunded: 0),
            SoldLine(month: month, kind: .membership, categories: [], paid: 1_000, refunded: 0),
          ]
        },
        satisfaction: { _, _, _ in [SatisfactionFigure(.service, content: 46, answers: 50)] },
        remarks: { _, _, _ in
          [
            ProductRemark(item: "rice", source: .review, text: "太甜，宝宝不爱吃"),
            ProductRemark(item: "rice", source: .review, text: "很好"),
            ProductRemark(item: nil, source: .talk, text: "私下说，漏尿"),
          ]
        }
      )
    )
    let module = RecommendWebModule.module(
      recommender,
      supply: supply,
      ports: RecommendPagePorts(
        items: { ids, _ in
          Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, .init(name: "«\($0)»")) })
        },
        categories: { _ in ["food": "辅食"] },
        articles: { articles, _ in
          Dictionary(uniqueKeysWithValues: Set(articles).map { ($0, .init(name: "«\($0)»")) })
        },
        places: { _ in ["shop": "«总店»"] },
        people: { people, _ in
          people.contains(Self.xiaoman) ? [Self.xiaoman: .init(name: "«小满»")] : [:]
        },
        allergens: ["milk", "egg"]
      )
    )
    site = try await TestSite(module, at: pair)
  }

  var mine: TestTenant { site.mine }
  var other: TestTenant { site.other }
}

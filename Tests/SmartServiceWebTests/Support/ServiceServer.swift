import Foundation
import SmartService
import SmartServiceWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting

/// Two merchants' chat and desk.
struct ServiceServer {
  let site: TestSite
  /// The orders that the port knows, by session.
  let orders = PlacedOrders()

  /// The clock stands at 03:00 on 21 September 2026 in Shanghai, when nobody works.
  ///
  /// Both merchants' language model answers as `model` does; they have none without it.
  init(
    model: OutboundHTTP? = nil,
    experts: JSONValue? = nil,
    pictures: PictureReader? = nil,
    customers: CustomerLookup = .none,
    checkout: ConsultationCheckout = .none,
    tele: TeleProviders = .none
  ) async throws {
    var settings: [String: JSONValue] = [
      "answerMinutes": 10,
      "hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["09:00-22:00"]]],
      "replies": [
        ["name": ["zh": "查物流"], "text": ["zh": "我帮您查一下。", "en": "I am looking it up."]]
      ],
    ]
    if model != nil {
      settings["languageModel"] = ["url": "https://models.example/v1", "model": "small-7"]
    }
    if let experts { settings["experts"] = experts }
    let pair = try await TenantPair.fresh(
      settings: ["service": .object(settings)],
      now: Date(timeIntervalSince1970: 1_789_930_800)
    )
    let orders = orders
    let module = SmartServiceWebModule.module(
      service: ServiceDesk(),
      orders: OrderLookup { session, _ in orders.found(session) },
      customers: customers,
      wordings: model.map { WordingDesk(http: $0, variables: [:]) },
      pictures: pictures,
      checkout: checkout,
      tele: tele
    )
    site = try await TestSite(module, at: pair)
  }

  var mine: TestTenant { site.mine }
  var other: TestTenant { site.other }
}

/// Orders by the session that placed them.
final class PlacedOrders: Sendable {
  private let orders = Mutex<[SessionID: [OrderStanding]]>([:])

  func place(_ order: OrderStanding, by session: SessionID) {
    orders.withLock { $0[session, default: []].append(order) }
  }

  func found(_ session: SessionID) -> [OrderStanding] { orders.withLock { $0[session] ?? [] } }
}

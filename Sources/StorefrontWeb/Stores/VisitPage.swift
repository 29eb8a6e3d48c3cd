internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A visit as whoever booked it sees it, and goods that a store hands over by a code.
enum VisitPage {
  private static let parameters = [RouteParameter.path("code", .string(1...40), "The code.")]

  static func routes(_ shop: Shop) -> [Route] {
    [
      .read(
        "/visits/{code}",
        operation: "showVisit",
        parameters: parameters,
        permission: .session
      ) { request in
        let frame = try await PageFrame.load(request)
        guard let code = PickupCodeRule.read(try request.path("code")),
          let visit = try await request.scope.visit(code: code)
        else { throw StorefrontRefusal(.visitNotFound) }
        let texts = frame.texts
        let place = frame.settings.pickup?.first { $0.location == visit.location }
        let content: View = [
          "state": texts["visit.state.\(visit.state.rawValue)"], "code": visit.code,
          "machine": visit.startsAt.ISO8601Format(),
          "time": GroupWords.time(visit.startsAt, request), "name": Mask.name(visit.name),
          "note": visit.note.isEmpty ? nil : visit.note,
          "store": place.map { StorePage.view(of: $0, frame) },
          "cancel": visit.state == .booked
            ? request.url("/visits/\(visit.code)/cancellation") : nil,
        ]
        let head = PageHead(name: "visit", title: texts["visit.title"])
        return try frame.page("visit", head, "visit", content)
      },
      .write(
        .post,
        "/visits/{code}/cancellation",
        operation: "cancelVisitByForm",
        parameters: parameters,
        body: .form,
        idempotency: .natural
      ) { request, transaction in
        let code = try request.path("code")
        try await shop.cancelVisit(code: code, by: .shopper, in: transaction)
        return .redirect(to: request.url("/visits/\(code)"))
      },
      .read(
        "/handovers/{code}",
        operation: "showHandover",
        parameters: parameters,
        permission: .session
      ) { request in try await handover(request) },
      .write(
        .post,
        "/handovers/{code}",
        operation: "takeHandoverByForm",
        parameters: parameters,
        body: .form,
        idempotency: .natural
      ) { request, transaction in
        let session = try await request.session(in: transaction)
        try await shop.takeHandover(
          code: try request.path("code"),
          session: session.id,
          in: transaction
        )
        return .redirect(to: request.url("/cart"))
      },
    ]
  }

  private static func handover(_ request: TenantRequest) async throws -> Reply {
    let frame = try await PageFrame.load(request)
    guard let code = PickupCodeRule.read(try request.path("code")),
      let handover = try await request.scope.handover(code: code),
      handover.expiresAt > request.now
    else { throw StorefrontRefusal(.handoverNotFound) }
    let names = try await request.scope.skuNames(
      of: handover.pieces.keys.sorted(),
      in: ShopView(request)
    )
    let place = frame.settings.pickup?.first { $0.location == handover.location }
    let content: View = [
      "from": place.map { frame.texts["handover.from", ["name": frame.local($0.name)]] },
      "lines": names.map { sku -> View in
        [
          "name": sku.options.isEmpty ? sku.name : "\(sku.name) \(sku.options)",
          "count": "× \(handover.pieces[sku.code] ?? 1)",
        ]
      },
      "until": GroupWords.time(handover.expiresAt, request),
      "action": request.url("/handovers/\(handover.code)"),
    ]
    let head = PageHead(name: "handover", title: frame.texts["handover.title"])
    return try frame.page("handover", head, "handover", content)
  }
}

internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API by which shoppers ask for goods to be made good.
struct ReturnRoutes {
  let shop: Shop
  private let tag = "Returns"

  var all: [Route] { [list, ask, addPicture, withdraw, sendBack] }

  init(_ shop: Shop) { self.shop = shop }

  private struct ReturnInput: Decodable {
    struct Line: Decodable {
      let code: String
      let quantity: Int
      let opened: Bool?
    }

    let kind: String
    let reason: String
    let note: String?
    let lines: [Line]
  }

  private struct ParcelInput: Decodable {
    enum CodingKeys: String, CodingKey {
      case carrier
      case trackingNumber = "tracking_number"
    }

    let carrier: String
    let trackingNumber: String
  }

  private static let id = RouteParameter.path("return", .id(ReturnID.self), "The return.")

  private var list: Route {
    .read(
      "/api/v1/orders/{token}/returns",
      operation: "listReturns",
      summary: "The returns of an order, newest first",
      tag: tag,
      parameters: [OrderLink.parameter],
      responses: [
        .json(.object([.required("items", .array(ReturnSchemas.request))]), "The returns.")
      ],
      permission: .session,
      refusals: .storefront(.orderNotFound)
    ) { request in
      guard let order = try await request.scope.order(token: try OrderLink.token(request)) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      var query = ReturnListQuery()
      query.order = order.id
      let answer = Answer(request: request)
      let items = try await request.scope.returnRequests(query).map(answer.returnRequest)
      return .json(["items": .array(items)])
    }
  }

  private var ask: Route {
    .write(
      .post,
      "/api/v1/orders/{token}/returns",
      operation: "requestReturn",
      summary: "Asks for money back, for a return, or for an exchange",
      tag: tag,
      parameters: [OrderLink.parameter],
      body: .json(ReturnSchemas.input),
      responses: [.json(ReturnSchemas.request, status: .created, "The return.")],
      idempotency: .required,
      refusals: .storefront(
        .orderNotFound,
        .returnInvalid,
        .skuNotFound,
        .returnExcluded,
        .returnOpened,
        .returnTooLate,
        .returnExceeds,
        .transitionRefused
      )
    ) { request, transaction in
      let input = try request.body(ReturnInput.self)
      guard let kind = ReturnKind(rawValue: input.kind),
        let reason = ReturnReason(rawValue: input.reason)
      else { throw StorefrontRefusal(.returnInvalid) }
      let token = try OrderLink.token(request)
      let made = try await shop.requestReturn(
        ReturnForm(
          kind: kind,
          reason: reason,
          note: input.note ?? "",
          lines: input.lines.map {
            .init(code: $0.code, quantity: $0.quantity, isOpened: $0.opened ?? false)
          }
        ),
        with: token,
        for: request.tenant,
        in: transaction
      )
      return .json(Answer(request: request).returnRequest(made))
        .created(at: request.url("/api/v1/orders/\(token.text)/returns"))
    }
  }

  private var addPicture: Route {
    change(
      "pictures",
      "addReturnPicture",
      "Adds a picture that shows what is wrong; six at most",
      body: PictureInput.schema,
      refusals: [.returnPictureInvalid]
    ) { shop, id, token, request, transaction in
      let picture = try request.body(PictureInput.self).bytes
      _ = try await shop.addReturnPicture(picture, to: id, with: token, in: transaction)
    }
  }

  private var withdraw: Route {
    change("withdrawal", "withdrawReturn", "Takes a return back") {
      shop,
      id,
      token,
      _,
      transaction in
      _ = try await shop.withdrawReturn(id, with: token, in: transaction)
    }
  }

  private var sendBack: Route {
    change(
      "parcel",
      "sendBackReturn",
      "Says that the goods are on their way back",
      body: ReturnSchemas.parcel,
      refusals: [.shipmentInvalid]
    ) { shop, id, token, request, transaction in
      let input = try request.body(ParcelInput.self)
      _ = try await shop.sendBackReturn(
        id,
        carrier: input.carrier,
        trackingNumber: input.trackingNumber,
        with: token,
        in: transaction
      )
    }
  }

  private func change(
    _ name: String,
    _ operation: String,
    _ summary: String,
    body: Schema? = nil,
    refusals: [StorefrontRefusal.Code] = [],
    _ effect:
      @escaping @Sendable (
        Shop, ReturnID, OrderToken, TenantRequest, TenantTransaction
      ) async throws -> Void
  ) -> Route {
    let codes = [.orderNotFound, .returnNotFound, .returnTransitionRefused] + refusals
    return .write(
      .post,
      "/api/v1/orders/{token}/returns/{return}/\(name)",
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: [OrderLink.parameter, Self.id],
      body: body.map { .json($0) },
      responses: [.json(ReturnSchemas.request, "The return as it stands then.")],
      idempotency: .natural,
      refusals: codes.map { RefusalDescription($0) }
    ) { request, transaction in
      let id = try request.path("return", as: ReturnID.self)
      try await effect(shop, id, try OrderLink.token(request), request, transaction)
      guard let found = try await transaction.returnRequest(id) else {
        throw StorefrontRefusal(.returnNotFound)
      }
      return .json(Answer(request: request).returnRequest(found))
    }
  }
}

extension Answer {
  func returnRequest(_ made: ReturnRequest) -> JSONValue {
    .members([
      "id": .string(made.id.description), "kind": .string(made.kind.rawValue),
      "reason": .string(made.reason.rawValue), "state": .string(made.state.rawValue),
      "note": .string(made.note), "reply": .string(made.reply),
      "carrier": .string(made.carrier), "tracking_number": .string(made.trackingNumber),
      "goods_refund": money(made.goodsRefund), "freight_refund": money(made.freightRefund),
      "way_back_free": .bool(
        made.isWayBackFree || made.reason.isMerchantsFault || made.isInStore
      ),
      "requested_at": .string(made.requestedAt.ISO8601Format()),
      "due_at": made.dueAt.map { .string($0.ISO8601Format()) },
      "lines": .array(
        made.lines.map { line in
          [
            "code": .string(line.code), "name": .string(line.name),
            "quantity": .integer(Int64(line.quantity)), "opened": .bool(line.isOpened),
          ]
        }
      ),
      "pictures": .array(made.pictures.map(picture)),
    ])
  }
}

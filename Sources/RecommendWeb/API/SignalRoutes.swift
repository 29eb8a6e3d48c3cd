internal import Foundation
internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The API that takes what the visitor did; purchases come from orders, never from a visitor.
struct SignalRoutes {
  fileprivate struct Input: Decodable {
    let signals: [Told]
  }

  fileprivate struct Told: Decodable {
    enum Kind: String, Decodable, CaseIterable { case view, search, cart, impression }

    let id: SignalID
    let kind: Kind
    let item: String?
    let phrase: String?
    let modelVersion: Int?
    let model: String?
    let at: Date?

    enum CodingKeys: String, CodingKey {
      case id, kind, item, phrase, at, model
      case modelVersion = "model_version"
    }
  }

  private let ports: RecommendPagePorts

  init(_ ports: RecommendPagePorts) { self.ports = ports }

  var routes: [Route] {
    [
      .write(
        .post,
        "/api/v1/signals",
        operation: "takeSignals",
        summary: "Takes what the visitor did, each event once however often it is sent",
        tag: "Recommendations",
        body: .json(RowSchemas.signals),
        responses: [.json(RowSchemas.receipt, "What became of them.")],
        idempotency: .natural
      ) { request, transaction in try await Self.take(request, ports, in: transaction) }
    ]
  }

  /// Nothing is kept of somebody who has not asked for it.
  private static func take(
    _ request: TenantRequest,
    _ ports: RecommendPagePorts,
    in transaction: TenantTransaction
  ) async throws -> Reply {
    let input = try request.body(Input.self)
    let known = try await ports.known(request, in: transaction)
    guard known.standing == .on, let person = known.person else {
      return receipt(unwanted: input.signals.count)
    }
    let now = transaction.environment.now()
    let region = request.tenant.recommendRegion(of: request.locale)
    let signals = input.signals.compactMap { told in
      told.action.map {
        Signal(
          id: told.id,
          person: person,
          action: $0,
          occurredAt: told.at ?? now,
          region: region
        )
      }
    }
    let receipt = try await transaction.take(signals)
    return Self.receipt(
      taken: receipt.taken,
      known: receipt.known,
      unwanted: receipt.unwanted,
      refused: receipt.refused.count + input.signals.count - signals.count
    )
  }

  private static func receipt(
    taken: Int = 0,
    known: Int = 0,
    unwanted: Int = 0,
    refused: Int = 0
  ) -> Reply {
    let counts = ["taken": taken, "known": known, "unwanted": unwanted, "refused": refused]
    return .json(JSONValue.object(counts.mapValues { .integer(Int64($0)) }))
  }
}

extension SignalRoutes.Told {
  /// What was done; nothing when what it was done with is missing.
  fileprivate var action: Signal.Action? {
    switch kind {
    case .view: item.map { .view(item: $0) }
    case .cart: item.map { .cart(item: $0, quantity: 1) }
    case .search: phrase.map { .search(phrase: $0) }
    case .impression:
      item.map { .impression(item: $0, model: model, modelVersion: modelVersion ?? 1) }
    }
  }
}

internal import Foundation
internal import TenantStore

extension Shop {
  /// The request; whoever changes one holds its order, as every change of an order does.
  func heldReturn(_ id: ReturnID, in transaction: TenantTransaction) async throws -> ReturnRequest {
    let request = try await foundReturn(id, in: transaction)
    _ = try await heldOrder(request.orderNumber, in: transaction)
    return try await foundReturn(id, in: transaction)
  }

  func foundReturn(_ id: ReturnID, in transaction: TenantTransaction) async throws -> ReturnRequest
  {
    guard let request = try await transaction.returnRequest(id) else {
      throw StorefrontRefusal(.returnNotFound)
    }
    return request
  }

  /// Lets an event happen to a request: move, effect on the pieces, trail and event are one
  /// transaction.
  func changeReturn(
    _ id: ReturnID,
    _ event: ReturnEvent,
    by actor: Actor,
    in transaction: TenantTransaction,
    _ change: (ReturnRequest) async throws -> ReturnChange
  ) async throws -> ReturnRequest {
    let request = try await heldReturn(id, in: transaction)
    switch ReturnTransition.outcome(of: event, in: request.state, kind: request.kind) {
    case .stays: return request
    case .refused:
      throw StorefrontRefusal(
        .returnTransitionRefused,
        details: ["state": .string(request.state.rawValue)]
      )
    case .moves(let next):
      try await transaction.moveReturn(id, from: request.state, to: next, change(request))
      // What was settled stays claimed; everything else may be claimed anew.
      if next.isFinal, next != .refunded {
        try await transaction.releasePieces(request.pieces, of: request.order)
      }
      let order = try await foundOrder(request.orderNumber, in: transaction)
      try await noteReturn(id, next, of: order, by: actor, in: transaction)
      return try await foundReturn(id, in: transaction)
    }
  }

  func noteReturn(
    _ id: ReturnID,
    _ state: ReturnState,
    of order: Order,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let details: JSONValue = [
      "return": .string(id.description), "order": .string(order.id.description),
      "state": .string(state.rawValue),
    ]
    try await transaction.audit(
      "storefront.return_\(state.rawValue)",
      of: order.number,
      by: actor,
      after: details
    )
    try await transaction.emit("storefront.return_changed", details)
  }
}

extension ReturnRequest {
  /// How many pieces of which line.
  var pieces: ShipmentRule.Contents {
    Dictionary(uniqueKeysWithValues: lines.map { ($0.position, $0.quantity) })
  }
}

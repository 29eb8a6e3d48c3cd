internal import Foundation
public import TenantStore

extension Shop {
  /// Says yes to a request; saying it again changes nothing.
  ///
  /// Where only money is wanted it goes back at once, else the shopper has to send the goods back.
  /// - Parameters:
  ///   - id: The request.
  ///   - reply: What the shopper reads.
  ///   - amount: How much goes back where only money is wanted; all that the pieces cost when absent.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who decides.
  ///   - transaction: Where it happens.
  /// - Returns: The request as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`, `return_invalid`,
  ///   `return_transition_refused`, `return_amount_invalid`, or one of a refund.
  @discardableResult
  public func approveReturn(
    _ id: ReturnID,
    reply: String? = nil,
    amount: Money? = nil,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let due = try tenant.sendBackDue(after: transaction.environment.now())
    let request = try await changeReturn(id, .approve, by: actor, in: transaction) { request in
      guard amount == nil || request.kind == .refundOnly else {
        throw StorefrontRefusal(.returnAmountInvalid)
      }
      return ReturnChange(reply: try Self.checked(reply), dueAt: due)
    }
    guard request.kind == .refundOnly, request.state == .approved else { return request }
    return try await refundReturn(request.id, amount, by: actor, in: transaction)
  }

  /// Notes that the shop bears the way back although nothing was wrong; noting it again changes nothing.
  ///
  /// - Returns: Whether this call noted it; not where the way back costs nothing anyway, or the request
  ///   came to nothing.
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`.
  @discardableResult
  public func bearWayBack(
    of id: ReturnID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let request = try await heldReturn(id, in: transaction)
    let isOver = [.refused, .withdrawn, .expired].contains(request.state)
    guard request.hasWayBackToPay, !isOver, try await transaction.bearWayBack(id) else {
      return false
    }
    try await transaction.audit(
      "storefront.return_way_borne",
      of: request.orderNumber,
      by: actor,
      after: ["return": .string(id.description)]
    )
    return true
  }

  /// Says no to a request, or to goods that came back not whole; saying it again changes nothing.
  ///
  /// - Parameters:
  ///   - id: The request.
  ///   - reply: Why; the shopper reads it, so it must say something.
  ///   - actor: Who decides.
  ///   - transaction: Where it happens.
  /// - Returns: The request as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`, `return_invalid` or
  ///   `return_transition_refused`.
  @discardableResult
  public func refuseReturn(
    _ id: ReturnID,
    reply: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    guard let reply = try Self.checked(reply), !reply.isEmpty else {
      throw StorefrontRefusal(.returnInvalid, details: ["fields": ["reply"]])
    }
    return try await changeReturn(id, .refuse, by: actor, in: transaction) { _ in
      ReturnChange(reply: reply)
    }
  }

  /// Notes that the goods are back; noting it again changes nothing.
  ///
  /// The law gives seven days from now to send the money (article 25).
  @discardableResult
  public func receiveReturn(
    _ id: ReturnID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let due = transaction.environment.now().addingTimeInterval(7 * 86_400)
    return try await changeReturn(id, .receive, by: actor, in: transaction) { _ in
      ReturnChange(dueAt: due)
    }
  }

  /// Gives back money or goods for what came back; giving it again changes nothing.
  ///
  /// What may be sold again goes back on sale. Goods of SKUs that are kept by lot do not: who checks
  /// them adds them to their lot.
  /// - Parameters:
  ///   - id: The request.
  ///   - spoiled: The numbers of SKUs that did not come back whole.
  ///   - asMoney: Whether an exchange ends in money, as when nothing is left to exchange for.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who settles.
  ///   - transaction: Where it happens.
  /// - Returns: The request as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`, `return_transition_refused`,
  ///   `out_of_stock` for an exchange, or one of a refund.
  @discardableResult
  public func settleReturn(
    _ id: ReturnID,
    spoiled: Set<String> = [],
    asMoney: Bool = false,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    try await settleReturn(
      id,
      spoiled: spoiled,
      asMoney: asMoney,
      at: nil,
      for: tenant,
      by: actor,
      in: transaction
    )
  }

  /// The same, with what may be sold again going on sale at a location; where it came from by default.
  func settleReturn(
    _ id: ReturnID,
    spoiled: Set<String>,
    asMoney: Bool,
    at place: LocationID?,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let request = try await heldReturn(id, in: transaction)
    guard request.state == .received else {
      let event: ReturnEvent = request.kind == .exchange && !asMoney ? .exchange : .refund
      return try await changeReturn(id, event, by: actor, in: transaction) { _ in ReturnChange() }
    }
    try await restock(request, spoiled, at: place, for: tenant, in: transaction)
    guard request.kind == .exchange, !asMoney else {
      try await transaction.supplyPresales(of: transaction.suppliableSKUs())
      return try await refundReturn(id, nil, by: actor, in: transaction)
    }
    let order = try await foundOrder(request.orderNumber, in: transaction)
    let demand = StockDemand.summed(
      request.lines.map { .init(sku: order.lines[$0.position].sku, quantity: $0.quantity) }
    )
    let shares = try await transaction.takeStock(demand, for: request.order)
    guard Set(shares.map(\.sku)).count == demand.count else { throw StorefrontRefusal(.outOfStock) }
    try await transaction.recordExchange(shares, order: request.order)
    // Whoever exchanges has the piece before those who wait: theirs may be the only one.
    try await transaction.supplyPresales(of: transaction.suppliableSKUs())
    return try await changeReturn(id, .exchange, by: actor, in: transaction) { _ in ReturnChange() }
  }

  private func restock(
    _ request: ReturnRequest,
    _ spoiled: Set<String>,
    at place: LocationID?,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let categories = try await transaction.lineCategories(of: request.order)
    let settings = try tenant.storefront.returns
    let positions = request.lines.filter { line in
      RestockRule.mayResell(
        reason: request.reason,
        isOpened: line.isOpened,
        isIntact: !spoiled.contains(line.code),
        isSealed: ReturnPolicy(settings, categories: categories[line.position] ?? []).isSealed
      )
    }
    .map(\.position)
    try await transaction.restock(positions, of: request.id, order: request.order, at: place)
  }

  private static func checked(_ reply: String?) throws -> String? {
    guard let reply else { return nil }
    let text = reply.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.unicodeScalars.count <= 500 else {
      throw StorefrontRefusal(.returnInvalid, details: ["fields": ["reply"]])
    }
    return text
  }
}

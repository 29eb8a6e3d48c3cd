public import TenantStore

extension Shop {
  /// Takes goods of an order back at a store and gives their money back, in one transaction.
  ///
  /// The policy is that of any return. What may be sold again goes on sale at that store, whichever
  /// location it was sent from, and the money goes back the way it came.
  /// - Parameters:
  ///   - form: Which pieces and why; its kind is a return for money.
  ///   - number: The order's number.
  ///   - place: The short name of one of the places of the shop's settings.
  ///   - spoiled: The numbers of SKUs that did not come back whole.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who takes them.
  ///   - transaction: Where it happens.
  /// - Returns: The request, which ended.
  /// - Throws: ``StorefrontRefusal`` with the code `pickup_not_found` for a place that there is not,
  ///   `order_not_found`, or as ``requestReturn(_:with:for:in:)`` and
  ///   ``settleReturn(_:spoiled:asMoney:for:by:in:)``.
  @discardableResult
  public func takeBackInStore(
    _ form: ReturnForm,
    of number: String,
    at place: String,
    spoiled: Set<String> = [],
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    guard try tenant.storefront.pickup?.contains(where: { $0.location == place }) ?? false,
      let location = try await transaction.locationID(code: place)
    else { throw StorefrontRefusal(.pickupNotFound) }
    var form = form
    form.kind = .returnRefund
    let held = try await heldOrder(number, in: transaction)
    let order = try await foundOrder(number, in: transaction)
    let id = try await openReturn(form, of: order, held, for: tenant, by: actor, in: transaction).id
    try await transaction.noteStore(location, of: id)
    try await approveReturn(id, for: tenant, by: actor, in: transaction)
    try await receiveReturn(id, by: actor, in: transaction)
    return try await settleReturn(
      id,
      spoiled: spoiled,
      asMoney: true,
      at: location,
      for: tenant,
      by: actor,
      in: transaction
    )
  }
}

public import TenantStore

extension Shop {
  /// Corrects how many pieces of a SKU a location has, by a difference.
  ///
  /// - Parameters:
  ///   - sku: The merchant's own number of the SKU.
  ///   - location: The short name of the location.
  ///   - change: How many pieces came (positive) or went (negative); not zero.
  ///   - reason: Why, for the trail.
  ///   - actor: Who counted.
  ///   - transaction: Where it happens.
  /// - Returns: How many pieces are there now.
  /// - Throws: ``StorefrontRefusal`` when there is no such SKU or location, or fewer than would go, and
  ///   `bundle_has_no_stock` where pieces would come to a bundle.
  @discardableResult
  public func adjustStock(
    of sku: String,
    at location: String,
    by change: Int,
    reason: String? = nil,
    actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let place = try await place(of: sku, at: location, in: transaction)
    let before = try await transaction.lockStock(place.sku, at: place.location)
    return try await move(place, code: sku, by: change, from: before, reason, actor, transaction)
  }

  /// Corrects how many pieces of a SKU a location has, to what was counted.
  ///
  /// - Parameters:
  ///   - sku: The merchant's own number of the SKU.
  ///   - location: The short name of the location.
  ///   - count: How many pieces are there; not negative.
  ///   - reason: Why, for the trail.
  ///   - actor: Who counted.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` when there is no such SKU or location, or the count is negative.
  public func setStock(
    of sku: String,
    at location: String,
    to count: Int,
    reason: String? = nil,
    actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let place = try await place(of: sku, at: location, in: transaction)
    let before = try await transaction.lockStock(place.sku, at: place.location)
    try await move(
      place,
      code: sku,
      by: count - Int(before),
      from: before,
      reason,
      actor,
      transaction
    )
  }

  private typealias Place = (sku: SKUID, isBundle: Bool, location: LocationID)

  private func place(
    of sku: String,
    at location: String,
    in transaction: TenantTransaction
  ) async throws -> Place {
    guard let held = try await transaction.heldSKU(code: sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    guard let locationID = try await transaction.locationID(code: location) else {
      throw StorefrontRefusal(.locationNotFound, details: ["location": .string(location)])
    }
    return (held.id, held.isBundle, locationID)
  }

  @discardableResult
  private func move(
    _ place: Place,
    code: String,
    by change: Int,
    from before: Int64,
    _ reason: String?,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws -> Int {
    // Asked under the lock: pieces may have been assigned to a lot a moment ago.
    guard try await transaction.lotKeptSKUs([code]).isEmpty else {
      throw StorefrontRefusal(.lotKept, details: ["sku": .string(code)])
    }
    guard change != 0 else { return Int(before) }
    // What came back from orders of before it was a bundle may be taken out.
    if change > 0, place.isBundle {
      throw StorefrontRefusal(.bundleHasNoStock, details: ["sku": .string(code)])
    }
    let after = try await transaction.moveStock(place.sku, at: place.location, by: change)
    guard let after else {
      throw StorefrontRefusal(
        .stockTooLow,
        details: ["sku": .string(code), "left": .integer(before)]
      )
    }
    if change > 0 { try await transaction.supplyPresales(of: [place.sku]) }
    var details: [String: JSONValue] = [
      "location": .string(place.location.description), "available": .integer(after),
    ]
    if let reason { details["reason"] = .string(reason) }
    try await transaction.audit(
      "storefront.stock_corrected",
      of: code,
      by: actor,
      before: ["location": .string(place.location.description), "available": .integer(before)],
      after: .object(details)
    )
    return Int(after)
  }
}

internal import Foundation
public import TenantStore

extension Shop {
  /// Sells a SKU before it is there, or changes how; the same again changes nothing.
  ///
  /// A SKU is sold from stock as long as that suffices, and else as a promise of a day. Orders that
  /// wait get a new day with it, and `storefront.presale_rescheduled` (`order`, `number`,
  /// `ships_from`) tells of each.
  /// - Parameters:
  ///   - terms: How it is sold; nothing ends it, and what was promised stays promised.
  ///   - sku: The merchant's own number of the SKU.
  ///   - tenant: Whose days they are.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found` or `presale_invalid` (`field`).
  public func setPresale(
    _ terms: PresaleTerms?,
    of sku: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard let id = try await transaction.skuID(code: sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    let before = try await transaction.merchantPresale(of: sku)
    let now = transaction.environment.now()
    if let terms {
      let shipsFrom = terms.shipsOn.start(in: tenant.timeZone)
      if let field = PresaleRule.problem(terms, shipsFrom: shipsFrom, at: now) {
        throw StorefrontRefusal(.presaleInvalid, details: ["field": .string(field)])
      }
      guard try await !transaction.isBundle(id) else {
        throw StorefrontRefusal(.presaleInvalid, details: ["field": "sku"])
      }
      try await transaction.writePresale(terms, shipsFrom: shipsFrom, of: id)
    } else {
      guard let before, before.endsAt > now else { return }
      try await transaction.endPresale(of: id)
    }
    let after = try await transaction.merchantPresale(of: sku)
    guard after != before else { return }
    for moved in try await transaction.rescheduleOrders(awaiting: id) {
      try await transaction.emit(
        "storefront.presale_rescheduled",
        [
          "order": .string(moved.order.description), "number": .string(moved.number),
          "ships_from": .string(after?.shipsFrom.ISO8601Format() ?? ""),
        ]
      )
    }
    try await transaction.audit(
      "storefront.presale_changed",
      of: sku,
      by: actor,
      before: before?.trail ?? .null,
      after: after?.trail ?? .null
    )
  }
}

extension MerchantPresale {
  fileprivate var trail: JSONValue {
    [
      "ships_from": .string(shipsFrom.ISO8601Format()), "limit": .integer(Int64(limit)),
      "from": .string(startsAt.ISO8601Format()), "until": .string(endsAt.ISO8601Format()),
    ]
  }
}

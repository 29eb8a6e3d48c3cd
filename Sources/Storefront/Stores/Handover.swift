public import Foundation
public import TenantStore

/// Goods that somebody chose in a store, to be taken into their cart by a code.
public struct Handover: Hashable, Sendable {
  /// The code that the store shows.
  public let code: String
  /// The short name of the store's location.
  public let location: String
  /// Until when it can be taken, in UTC.
  public let expiresAt: Date
  /// The goods by the merchant's numbers of their SKUs.
  public let pieces: [String: Int]
}

extension Shop {
  /// How many hours a hand-over can be taken.
  public static let handoverHours = 48
  /// For how many days after it an order on the same session counts as the store's.
  public static let handoverDays = 7

  /// Makes a code by which goods that somebody chose in a store go into their cart; nothing is
  /// reserved.
  ///
  /// - Parameters:
  ///   - pieces: 1 to 99 pieces of 1 to 50 SKUs, by the merchant's numbers.
  ///   - place: The short name of one of the places of the shop's settings.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who makes it.
  ///   - transaction: Where it happens.
  /// - Returns: The hand-over.
  /// - Throws: ``StorefrontRefusal`` with the code `pickup_not_found`, `quantity_invalid`,
  ///   `cart_full` or `sku_not_found` (`sku`).
  public func handOver(
    _ pieces: [String: Int],
    at place: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Handover {
    guard try tenant.storefront.pickup?.contains(where: { $0.location == place }) ?? false,
      let location = try await transaction.locationID(code: place)
    else { throw StorefrontRefusal(.pickupNotFound) }
    guard !pieces.isEmpty, pieces.values.allSatisfy((1...Cart.quantityLimit).contains) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    guard pieces.count <= Cart.lineLimit else { throw StorefrontRefusal(.cartFull) }
    let known = try await transaction.saleableLines(pieces, in: ShopView(tenant))
    if let missing = pieces.keys.sorted().first(where: { known[$0] == nil }) {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(missing)])
    }
    let lines = pieces.compactMap { code, quantity in
      known[code].map { (sku: $0.line.sku, quantity: quantity) }
    }
    for _ in 0..<OrderNumberRule.attemptLimit {
      let code = PickupCodeRule.code(random: transaction.environment.randomBytes(8))
      guard try await transaction.insertHandover(code, lines, at: location, by: actor) else {
        continue
      }
      try await transaction.audit(
        "storefront.handover_made",
        of: code,
        by: actor,
        after: ["location": .string(place)]
      )
      guard let made = try await transaction.handover(code: code) else {
        throw TenantStoreError.emptyAnswer
      }
      return made
    }
    throw TenancyRefusal(.busy)
  }

  /// Puts the goods of a hand-over into a session's cart, once for each session.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `handover_not_found` for one that there is not or
  ///   whose time is over, or as ``addToCart(_:quantity:session:in:)``.
  public func takeHandover(
    code text: String,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard let code = PickupCodeRule.read(text),
      let handover = try await transaction.handover(code: code),
      handover.expiresAt > transaction.environment.now()
    else { throw StorefrontRefusal(.handoverNotFound) }
    guard try await transaction.useHandover(code, session: session) else { return }
    for (sku, quantity) in try await transaction.handoverLines(code) {
      try await addToCart(sku, quantity: quantity, session: session, in: transaction)
    }
  }
}

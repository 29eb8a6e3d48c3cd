public import Foundation
public import TenantStore

/// Hands orders over at a counter to whoever shows their code, and slows guesses down.
///
/// Every code is counted before it is looked at, in a transaction of its own, so that a wrong one
/// counts although it is refused and guesses beside each other count too; a right one is taken back.
/// A code has 40 random bits, so a few guesses in a quarter of an hour find none.
public struct PickupDesk: Sendable {
  /// How many wrong codes somebody may enter in a quarter of an hour.
  public static let guessLimit = 5
  /// The quarter of an hour in which wrong codes are counted, in seconds.
  public static let window: TimeInterval = 15 * 60
  /// For how long the code of an order that was handed over gives that order again, in seconds: a
  /// second click is no second hand-over, a copy of the code that comes later is refused.
  public static let repeatable: TimeInterval = 10 * 60

  private let shop: Shop

  /// Hands over the orders of a shop.
  public init(_ shop: Shop = Shop()) { self.shop = shop }

  /// Hands an order to whoever shows its code.
  ///
  /// Entering the same code again within ten minutes gives the same order and changes nothing.
  /// - Parameters:
  ///   - text: The code as it was typed.
  ///   - number: The order that it has to be of; nothing when any of the shop's will do.
  ///   - actor: Who hands it over, and whose guesses are counted.
  ///   - tenant: Whose shop it is.
  ///   - database: Where it happens, in transactions of its own.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `pickup_code_wrong`, `pickup_locked` after too
  ///   many of these, `pickup_used` (`number`, `collected_at`), `presale_awaited`,
  ///   `group_incomplete`, or `transition_refused` when it was called off or must be paid first.
  @discardableResult
  public func handOver(
    code text: String,
    of number: String? = nil,
    by actor: Actor,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> Order {
    // What is no code at all says nothing about any, and is a slip of the hand.
    guard let code = PickupCodeRule.read(text) else { throw StorefrontRefusal(.pickupCodeWrong) }
    let isCounted = try await database.transaction(for: tenant.id) { transaction in
      try await transaction.countGuess(by: actor)
    }
    guard isCounted else { throw StorefrontRefusal(.pickupLocked) }
    do {
      return try await database.transaction(for: tenant.id) { transaction in
        let order = try await collect(code, of: number, by: actor, in: transaction)
        try await transaction.takeBackGuess(by: actor)
        return order
      }
    } catch let refusal as StorefrontRefusal where refusal.code != .pickupCodeWrong {
      // The code was right; something else spoke against it.
      try await database.transaction(for: tenant.id) { transaction in
        try await transaction.takeBackGuess(by: actor)
      }
      throw refusal
    }
  }

  private func collect(
    _ code: String,
    of number: String?,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    guard let found = try await transaction.orderNumber(pickupCode: code),
      number == nil || number == found
    else { throw StorefrontRefusal(.pickupCodeWrong) }
    _ = try await shop.heldOrder(found, in: transaction)
    let order = try await shop.foundOrder(found, in: transaction)
    guard let collected = order.progress.pickup?.collectedAt else {
      return try await shop.collectOrder(code: code, by: actor, in: transaction)
    }
    guard transaction.environment.now() <= collected + Self.repeatable else {
      throw StorefrontRefusal(
        .pickupUsed,
        details: [
          "number": .string(found), "collected_at": .string(collected.ISO8601Format()),
        ]
      )
    }
    return order
  }
}

internal import Foundation
public import TenantStore

/// The codes by which orders are collected: eight characters of Crockford's base32.
///
/// 40 random bits, so that trying codes at a counter finds none; letters that people confuse are
/// read as the digits that they look like.
public enum PickupCodeRule {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A code from at least eight random bytes.
  public static func code(random: [UInt8]) -> String {
    String(random.prefix(8).map { alphabet[Int($0 & 31)] })
  }

  /// The code that somebody typed, in any case and with gaps; nothing when it is none.
  public static func read(_ text: String) -> String? {
    let code = text.uppercased().filter { $0 != " " && $0 != "-" }
      .map { letter -> Character in
        switch letter {
        case "O": "0"
        case "I", "L": "1"
        default: letter
        }
      }
    guard code.count == 8, code.allSatisfy(alphabet.contains) else { return nil }
    return String(code)
  }
}

extension Shop {
  /// Hands an order to whoever shows its code, exactly once.
  ///
  /// The order is fulfilled and delivered in one transaction.
  /// - Throws: ``StorefrontRefusal`` with the code `pickup_not_found`, `pickup_used`
  ///   (`collected_at`) or `transition_refused` when it was called off or must be paid first.
  @discardableResult
  public func collectOrder(
    code text: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    guard let code = PickupCodeRule.read(text),
      let number = try await transaction.orderNumber(pickupCode: code)
    else { throw StorefrontRefusal(.pickupNotFound) }
    let held = try await heldOrder(number, in: transaction)
    guard try await transaction.collect(held.id, code: code) else {
      let collectedAt = try await transaction.order(number: number)?.progress.pickup?.collectedAt
      throw StorefrontRefusal(
        .pickupUsed,
        details: ["collected_at": .string(collectedAt?.ISO8601Format() ?? "")]
      )
    }
    try await ship(ShipmentDraft(), of: held, by: actor, in: transaction)
    return try await confirmReceipt(of: number, by: actor, in: transaction)
  }
}

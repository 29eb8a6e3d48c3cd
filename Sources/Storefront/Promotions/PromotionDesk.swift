public import Foundation
public import TenantStore

/// What a merchant sees of a promotion.
public struct PromotionSummary: Hashable, Sendable {
  /// The merchant's short name of it.
  public let code: String
  /// What shoppers read.
  public let name: LocalizedText
  /// Where it stands.
  public let state: PromotionLifecycle
  /// From when on it runs; always when there is nothing.
  public let starts: Date?
  /// Until when it runs; for ever when there is nothing.
  public let ends: Date?
  /// Whether a shopper has to enter a code.
  public let needsCode: Bool
  /// To how many living orders it was given.
  public let uses: Int
  /// How many orders may have it.
  public let usesLimit: Int?
  /// What it gave to living orders, in minor units.
  public let moneySpent: Int64
  /// What it may give altogether, in minor units.
  public let moneyLimit: Int64?
  /// How many pieces were sold at its price.
  public let piecesSold: Int
  /// How many pieces may be.
  public let piecesLimit: Int?
}

/// One code that a shopper may enter.
public struct PromotionCode: Hashable, Sendable {
  /// The code.
  public let code: String
  /// How many living orders used it.
  public let uses: Int
  /// How many may; nothing when that is not limited.
  public let usesLimit: Int?
}

extension Shop {
  /// The most codes that are generated at once.
  public static let generatedCodeLimit = 10_000

  /// Generates codes for a promotion, each for one order.
  ///
  /// - Parameters:
  ///   - count: 1 to 10,000.
  ///   - promotion: The short name of one that needs a code.
  ///   - prefix: At most 16 capital letters, digits and hyphens before ten random characters.
  ///   - actor: Who asks for them.
  ///   - transaction: Where they are written.
  /// - Returns: The codes.
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found` when there is no such
  ///   promotion or it needs no code, or `quantity_invalid`.
  public func generateCodes(
    _ count: Int,
    of promotion: String,
    prefix: String = "",
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> [String] {
    let isPrefix = prefix.isEmpty || PromotionCodeRule.normalised(prefix + "000") == prefix + "000"
    guard (1...Self.generatedCodeLimit).contains(count), isPrefix, prefix.utf8.count <= 16 else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    guard let id = try await transaction.promotionWithCodes(promotion) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    let environment = transaction.environment
    let wanted = (0..<count).map { _ in
      PromotionCodeRule.random(prefix: prefix, environment.randomBytes(10))
    }
    let codes = try await transaction.addCodes(wanted, to: id)
    try await transaction.audit(
      "storefront.promotion_codes_generated",
      of: promotion,
      by: actor,
      after: ["count": .integer(Int64(codes.count))]
    )
    return codes
  }
}

extension Shop {
  /// Adds one code to a promotion, as somebody writes it.
  ///
  /// - Parameters:
  ///   - text: 3 to 32 letters, digits and hyphens; upper and lower case do not matter.
  ///   - orders: How many orders may use it, 1 to a million; nothing for no limit of its own.
  ///   - promotion: The short name of one that needs a code.
  ///   - actor: Who asks for it.
  ///   - transaction: Where it is written.
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found` when there is no such
  ///   promotion or it needs no code, `code_unknown` for a text that is no code, `quantity_invalid`,
  ///   or `code_taken`.
  public func addCode(
    _ text: String,
    for orders: Int?,
    of promotion: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let code = PromotionCodeRule.normalised(text) else {
      throw StorefrontRefusal(.codeUnknown)
    }
    guard orders.map((1...FlashSaleRule.limit).contains) ?? true else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    guard let id = try await transaction.promotionWithCodes(promotion) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    guard try await transaction.addCode(code, for: orders, to: id) else {
      throw StorefrontRefusal(.codeTaken, details: ["code": .string(code)])
    }
    try await transaction.audit(
      "storefront.promotion_code_added",
      of: promotion,
      by: actor,
      after: ["code": .string(code), "orders": orders.map { .integer(Int64($0)) } ?? .null]
    )
  }
}

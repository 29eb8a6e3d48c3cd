internal import Foundation
public import TenantStore

extension Cart {
  /// The most codes that a cart holds.
  public static let codeLimit = 5
}

extension Shop {
  /// Puts a promotion's code into the session's cart; putting it there again changes nothing.
  ///
  /// Upper and lower case and white space around it do not matter. Nothing is claimed: whether the
  /// code helps is said by ``quote(of:session:isProved:for:to:in:)``, and it is used up by the order.
  /// - Throws: ``StorefrontRefusal`` with the code `code_unknown`, or `codes_full` when the cart has
  ///   five others.
  public func enterCode(
    _ text: String,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    let cart = try await transaction.lockCart(of: session)
    guard
      let code = PromotionCodeRule.normalised(text),
      try await transaction.addCode(code, to: cart) == 1
    else { throw StorefrontRefusal(.codeUnknown) }
    guard try await transaction.codeCount(of: cart) <= Cart.codeLimit else {
      throw StorefrontRefusal(.codesFull)
    }
  }

  /// Takes a code out of the session's cart; taking it out again changes nothing.
  public func removeCode(
    _ text: String,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    let cart = try await transaction.lockCart(of: session)
    guard let code = PromotionCodeRule.normalised(text) else { return }
    try await transaction.deleteCode(code, of: cart)
  }
}

/// How codes are written.
package enum PromotionCodeRule {
  /// Letters that nobody takes for another: Crockford's base32 without I, L, O and U.
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A code as it is kept: 3 to 32 capital letters, digits and hyphens; nothing when it cannot be.
  package static func normalised(_ text: String) -> String? {
    let code = text.trimmingCharacters(in: .whitespacesAndNewlines).uppercased()
    let isCode = code.utf8.allSatisfy { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    return isCode && (3...32).contains(code.utf8.count) && !code.hasPrefix("-") ? code : nil
  }

  /// A code that nobody guesses: a prefix and ten characters, 50 random bits.
  package static func random(prefix: String, _ bytes: [UInt8]) -> String {
    prefix + String(bytes.prefix(10).map { alphabet[Int($0 & 31)] })
  }
}

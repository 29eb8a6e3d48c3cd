internal import Crypto
internal import Foundation
public import TenantStore

/// Makes a digest of who paid, by which the same payer is known again and nobody else knows them.
///
/// It is keyed by the merchant, so that those of two merchants cannot be laid beside each other. It is a
/// pseudonym and no secret.
public enum PayerRule {
  /// A digest of a payer.
  ///
  /// - Parameters:
  ///   - payer: Who paid, as the provider says: an `openid` of WeChat, a buyer's id of Alipay.
  ///   - provider: The code of the way to pay; the ids of two providers mean nobody in common.
  ///   - tenant: The merchant.
  /// - Returns: 32 hexadecimal digits; nothing where the provider says nothing.
  public static func digest(_ payer: String?, at provider: String, of tenant: TenantID) -> String? {
    let name = (payer ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty else { return nil }
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("payer:\(provider):\(name)".utf8),
      using: SymmetricKey(data: Data(tenant.uuid.uuidString.utf8))
    )
    return code.prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    .joined()
  }
}

internal import Crypto
internal import Foundation
public import TenantStore

/// Makes digests of what members are seen with; the thing itself is not kept.
///
/// A digest is keyed by the merchant, so that those of two merchants cannot be laid beside each other.
/// It is a pseudonym and no secret: whoever can read the database could try all telephone numbers.
public enum ReferralTraitRule {
  /// A digest of something that a member was seen with.
  ///
  /// - Parameters:
  ///   - trait: What it is.
  ///   - text: The thing, as somebody wrote it.
  ///   - tenant: The merchant.
  /// - Returns: 16 bytes; nothing where the text says nothing.
  public static func digest(_ trait: ReferralTrait, _ text: String, of tenant: TenantID) -> [UInt8]?
  {
    guard let normal = normal(trait, text) else { return nil }
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(trait.rawValue):\(normal)".utf8),
      using: SymmetricKey(data: Data(tenant.uuid.uuidString.utf8))
    )
    return Array(code.prefix(16))
  }

  /// What is the same however it is written; nothing where it is too short to tell anybody apart.
  static func normal(_ trait: ReferralTrait, _ text: String) -> String? {
    switch trait {
    case .phone: return ContactRule.normal(.phone, text)
    case .address:
      // 河坊街 1 号 and 河坊街１号; Lake Road 1, and lake road 1.
      let letters = text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        .filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
      return letters.count < 6 ? nil : String(String.UnicodeScalarView(letters))
    case .payer, .device: return text.isEmpty ? nil : text
    }
  }
}

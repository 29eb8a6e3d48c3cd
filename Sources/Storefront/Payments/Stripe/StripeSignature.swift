internal import Crypto
package import Foundation
package import TenantStore

/// The signature of Stripe's webhooks: `t=…,v1=…`, HMAC-SHA256 over time and body.
package enum StripeSignature {
  /// How far a message's time may be from ours, in seconds, as Stripe's own libraries have it.
  package static let tolerance: TimeInterval = 300

  /// Checks that Stripe signed a body a moment ago.
  ///
  /// One of several `v1` is enough: while a secret is rolled, both sign.
  /// - Throws: ``ProviderFailure/untrusted`` when it did not.
  package static func check(
    _ header: String?,
    _ body: [UInt8],
    secret: Secret,
    at now: Date
  ) throws(ProviderFailure) {
    let parts = (header ?? "").split(separator: ",").map { part in
      part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }.filter { $0.count == 2 }
    guard
      let time = parts.first(where: { $0[0] == "t" })?[1], let seconds = TimeInterval(time),
      abs(now.timeIntervalSince1970 - seconds) <= tolerance
    else { throw .untrusted }
    let signed = Array("\(time).".utf8) + body
    let isSigned = secret.withBytes { bytes in
      parts.contains { part in
        guard part[0] == "v1", let code = bytesOfHexadecimal(part[1]) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
          code,
          authenticating: signed,
          using: SymmetricKey(data: bytes)
        )
      }
    }
    guard isSigned else { throw .untrusted }
  }

  private static func bytesOfHexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

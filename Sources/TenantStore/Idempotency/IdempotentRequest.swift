internal import Crypto
internal import Foundation

/// A request that may be sent again and must have its effect once.
///
/// After the IETF draft "The Idempotency-Key HTTP Header Field" (-07).
public struct IdempotentRequest: Hashable, Sendable {
  /// Who asks: keys of two visitors never meet.
  public let asker: String
  /// The key that the client chose, 8 to 255 characters.
  public let key: String
  let hash: [UInt8]

  /// Describes a request.
  ///
  /// - Throws: ``TenancyRefusal/Code/idempotencyKeyMissing`` when the key is too short or too long.
  public init(asker: String, key: String, operation: String, payload: [UInt8])
    throws(TenancyRefusal)
  {
    guard (8...255).contains(key.unicodeScalars.count) else {
      throw TenancyRefusal(.idempotencyKeyMissing)
    }
    self.asker = asker
    self.key = key
    var hasher = SHA256()
    hasher.update(data: Data("\(operation)\u{0}".utf8))
    hasher.update(data: payload)
    hash = Array(hasher.finalize())
  }
}

/// The answer that a request got and that a retry gets again.
public struct StoredAnswer: Hashable, Sendable {
  /// The HTTP status, 200 to 499.
  public let status: Int
  /// The header fields that belong to the answer.
  public let headers: [String: String]
  /// The body.
  public let body: [UInt8]

  /// Creates an answer.
  public init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

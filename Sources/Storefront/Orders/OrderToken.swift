internal import Crypto
public import TenantStore

/// The secret in the link to an order: 32 random bytes, of which the database has a hash.
public struct OrderToken: Hashable, Sendable {
  private let bytes: [UInt8]

  /// A new secret.
  public static func make(in environment: StoreEnvironment) -> Self {
    Self(bytes: environment.randomBytes(32))
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the 64 hexadecimal digits of a link; nothing when they are anything else.
  public init?(_ text: String) {
    guard let digits = MediaID(text) else { return nil }
    bytes = digits.sha256
  }

  /// The 64 hexadecimal digits that the link holds.
  public var text: String { MediaID(sha256: bytes).description }

  /// SHA-256 of the secret.
  var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

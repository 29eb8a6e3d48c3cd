internal import Crypto
public import Foundation

/// One visitor's session on one device.
public struct SessionID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ses"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the session with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A session as the database keeps it.
public struct Session: Hashable, TenantRow {
  /// The session.
  public let id: SessionID
  /// When it ends unless it is used before, in UTC.
  public let expiresAt: Date
  /// Whether its owner has proved who they are, with it or before it; nobody is signed in without.
  public let isProved: Bool

  init(id: SessionID, expiresAt: Date, isProved: Bool) {
    self.id = id
    self.expiresAt = expiresAt
    self.isProved = isProved
  }

  /// Reads the columns `id, expires_at, is_proved`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    expiresAt = try row.next()
    isProved = try row.next()
  }
}

/// The secret that a visitor's device holds: 32 random bytes, of which the database has a hash.
public struct SessionToken: Hashable, Sendable {
  private let bytes: [UInt8]

  /// A new secret.
  public static func make(in environment: StoreEnvironment) -> Self {
    Self(bytes: environment.randomBytes(32))
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the 64 hexadecimal digits of a cookie; nothing when they are anything else.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      let pair = String(decoding: digits[index...(index + 1)], as: UTF8.self)
      guard pair == pair.lowercased(), pair.first != "+", let byte = UInt8(pair, radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    self.bytes = bytes
  }

  /// The 64 hexadecimal digits that the cookie holds.
  public var cookieText: String { bytes.hexadecimal }

  /// SHA-256 of the secret.
  var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }

  /// The token that a form of this session carries against forged requests.
  ///
  /// HMAC-SHA-256 of a fixed text under the secret, in hexadecimal: it says nothing of the secret.
  public var formToken: String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("form".utf8),
      using: SymmetricKey(data: bytes)
    )
    return code.hexadecimal
  }

  /// Whether a form's token is this session's, compared in constant time.
  public func accepts(formToken text: String) -> Bool {
    let expected = Array(formToken.utf8)
    let given = Array(text.utf8)
    guard expected.count == given.count else { return false }
    return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

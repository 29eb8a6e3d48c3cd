internal import Crypto
internal import Foundation
public import TenantStore

/// How codes are made, hashed and compared.
public struct SignInCodes: Sendable {
  /// How long a code can be entered.
  static let validity: TimeInterval = 5 * 60
  /// Between two codes for one address.
  static let pause: TimeInterval = 60
  /// Codes for one address within ``window``.
  static let sendLimit = 5
  /// In which the sends of one address are counted.
  static let window: TimeInterval = 3_600
  /// Codes for one address within ``day``.
  static let dayLimit = 10
  /// In which the sends of one address are counted as well, so that nobody is written to all night.
  static let day: TimeInterval = 24 * 3_600
  /// Wrong entries after which a code is worth nothing.
  static let attemptLimit = 5

  private let key: Secret

  /// Hashes codes with a key that only the process has, 16 bytes or more.
  ///
  /// A code has six digits: without the key, whoever reads the table tries them all in a second.
  public init(key: Secret) {
    precondition(key.withBytes { $0.count >= 16 }, "A key has at least 16 bytes.")
    self.key = key
  }

  /// Six digits, each as likely as another.
  func make(in environment: StoreEnvironment) -> String {
    // 4,294,000,000 is the largest multiple of a million in 32 bits; what lies above is drawn anew.
    while true {
      let number = environment.randomBytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard number < 4_294_000_000 else { continue }
      let text = String(number % 1_000_000)
      return String(repeating: "0", count: 6 - text.count) + text
    }
  }

  /// A hash that holds for one tenant and one address.
  func hash(_ code: String, for address: String, of tenant: TenantID) -> [UInt8] {
    key.withBytes { key in
      let message = "\(tenant.uuid.uuidString) \(address) \(code)"
      return Array(
        HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: SymmetricKey(data: key))
      )
    }
  }

  /// Whether two hashes are equal, in a time that does not tell where they differ.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

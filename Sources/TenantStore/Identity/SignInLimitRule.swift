internal import Crypto
internal import Foundation

/// How guessing is slowed down.
///
/// Every attempt is counted before the password is looked at, so that attempts beside each other
/// count too, and taken back when it succeeds or when nobody had time to look. After some that
/// failed the next has to wait, each time twice as long up to a quarter of an hour.
enum SignInLimitRule {
  /// All attempts of a login or an address are forgotten a day after the last.
  static let forgottenAfter: TimeInterval = 24 * 3_600

  /// What is counted.
  enum Subject: Hashable, Sendable {
    /// A login as it was typed, whether anybody has it or not.
    case login(String)
    /// Where the request came from.
    case address(String)

    /// Seconds to wait after each failure in a row; the last holds for all further ones.
    ///
    /// A shop's staff share an address, so it may fail more often.
    var waits: [Int64] {
      switch self {
      case .login: SignInLimitRule.waits(free: 4)
      case .address: SignInLimitRule.waits(free: 29)
      }
    }

    /// The name under which it is counted: HMAC-SHA-256 under the tenant's key, because there are
    /// so few addresses that a plain hash of one is soon found.
    func hash(under key: SignInKey) -> [UInt8] {
      let text =
        switch self {
        case .login(let login): "login \(login)"
        case .address(let address): "address \(address)"
        }
      return Array(
        HMAC<SHA256>
          .authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key.bytes))
      )
    }
  }

  /// Nothing after so many failures, then half a minute doubled up to eight, and a quarter of an
  /// hour.
  static func waits(free: Int) -> [Int64] {
    Array(repeating: 0, count: free) + [30, 60, 120, 240, 480, 900]
  }
}

/// The key under which a tenant counts attempts: 32 bytes.
struct SignInKey: Hashable, Sendable {
  let bytes: [UInt8]
}

extension SignInLimitRule.Subject {
  /// Whether it is a login.
  var isLogin: Bool { if case .login = self { true } else { false } }
}

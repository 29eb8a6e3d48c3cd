internal import Crypto
internal import Foundation

/// How guessing is slowed down.
///
/// Every attempt is counted before the password is looked at, so that attempts beside each other
/// count too. After some that failed the next has to wait, each time twice as long.
enum SignInLimitRule {
  /// A failure is forgotten a day after the last.
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

    /// The name under which it is counted; it does not give the login or the address back.
    var hash: [UInt8] {
      let text =
        switch self {
        case .login(let login): "login \(login)"
        case .address(let address): "address \(address)"
        }
      return Array(SHA256.hash(data: Data(text.utf8)))
    }
  }

  /// Nothing for the first, then half a minute doubled up to a quarter of an hour.
  static func waits(free: Int) -> [Int64] {
    Array(repeating: 0, count: free) + [30, 60, 120, 240, 480, 900]
  }
}

extension SignInLimitRule.Subject {
  /// Whether it is a login.
  var isLogin: Bool { if case .login = self { true } else { false } }
}

internal import TenantStore

/// Why a message did not go out through WeChat or WeCom; it names the service's own code and nobody.
public struct TencentRefusal: UntakenMessage, Hashable, Sendable {
  /// The service's code, such as 43101; nothing where it did not answer as it says it does.
  public let code: Int?
  /// Whether the person is not to be reached this way any more.
  public let isOfPerson: Bool
  /// Whether the service itself said that it did not take the message and may do so later; after an answer
  /// that is none it is open whether it did.
  public let mayRepeat: Bool

  init(code: Int?, isOfPerson: Bool = false, mayRepeat: Bool = false) {
    self.code = code
    self.isOfPerson = isOfPerson
    self.mayRepeat = mayRepeat
  }
}

/// What an answer of WeChat or WeCom means; both speak of errors alike.
enum TencentAnswer {
  /// What is to be done about an answer.
  enum Verdict: Equatable {
    /// It was taken.
    case taken
    /// The token is not valid (any more): a new one may be.
    case tokenRefused
    /// It was not taken, or nobody knows.
    case refused(TencentRefusal)
  }

  /// Reads an answer.
  ///
  /// | errcode | meaning |
  /// |---|---|
  /// | 0 | taken |
  /// | 40001, 40014, 42001 | the token is wrong or has expired |
  /// | 43101 | the person did not subscribe, used the subscription up, or refuses |
  /// | 40096 | no such customer |
  /// | 40003, 84061 | no such person of this account's, or no contact of the sender's: as often the account's own fault, so nobody's address is taken out for it |
  /// | -1, 45009, 45033 | the service is busy, or asked too often |
  static func verdict(_ response: OutboundResponse) -> Verdict {
    guard let answer = try? JSONValue(json: response.text), response.status == 200,
      case .integer(let code)? = answer["errcode"]
    else { return .refused(TencentRefusal(code: nil)) }
    switch code {
    case 0: return .taken
    case 40_001, 40_014, 42_001: return .tokenRefused
    case 43_101, 40_096:
      // Nothing went out; another way to the person may be open.
      return .refused(TencentRefusal(code: Int(code), isOfPerson: true, mayRepeat: true))
    case -1, 40_003, 45_009, 45_033, 84_061:
      return .refused(TencentRefusal(code: Int(code), mayRepeat: true))
    default: return .refused(TencentRefusal(code: Int(code)))
    }
  }

  /// The token of an answer and for how many seconds it is valid.
  ///
  /// - Throws: ``TencentRefusal``; nothing has gone out then.
  static func token(_ response: OutboundResponse) throws -> (token: String, seconds: Int64) {
    let answer = (try? JSONValue(json: response.text)) ?? .null
    guard response.status == 200, case .string(let token)? = answer["access_token"],
      (1...1_024).contains(token.utf8.count), case .integer(let seconds)? = answer["expires_in"],
      seconds > 0
    else {
      var code: Int?
      if case .integer(let number)? = answer["errcode"] { code = Int(number) }
      throw TencentRefusal(code: code, mayRepeat: true)
    }
    return (token, seconds)
  }
}

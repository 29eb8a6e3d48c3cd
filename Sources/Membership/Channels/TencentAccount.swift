internal import Foundation
internal import TenantStore

/// Asks a service of Tencent for something with an account's token, which is renewed once when refused.
struct TencentAccount: Sendable {
  /// Names the account among all that a process serves.
  let name: String
  let endpoint: String
  let http: OutboundHTTP
  let tokens: AccessTokens
  let now: @Sendable () -> Date
  /// The request for a token; told whether the present one is known to be bad.
  let tokenRequest: @Sendable (_ isForced: Bool) -> OutboundRequest

  /// Sends a body; returning means that the service took it.
  ///
  /// - Returns: The answer.
  /// - Throws: ``TencentRefusal``, or `OutboundFailure` when there is no answer.
  func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
    var refused: String?
    for _ in 0..<2 {
      let token = try await token(refused: refused)
      var request = OutboundRequest(
        .post,
        "\(endpoint)\(path)?access_token=\(Self.encoded(token))",
        headers: ["content-type": "application/json"],
        body: Array(body.canonicalText.utf8)
      )
      request.isRepeatable = false
      let response = try await http.send(request)
      switch TencentAnswer.verdict(response) {
      case .taken: return (try? JSONValue(json: response.text)) ?? .null
      case .refused(let refusal): throw refusal
      case .tokenRefused: refused = token
      }
    }
    throw TencentRefusal(code: 40_001, mayRepeat: true)
  }

  private func token(refused: String?) async throws -> String {
    try await tokens.token(of: name, refused: refused, at: now()) { isForced in
      let response: OutboundResponse
      do {
        response = try await http.send(tokenRequest(isForced))
      } catch is OutboundFailure {
        // No message has gone out yet.
        throw TencentRefusal(code: nil, mayRepeat: true)
      }
      return try TencentAnswer.token(response)
    }
  }

  /// A value of a query: all but letters, digits and `-_.~` in per cent.
  static func encoded(_ text: String) -> String {
    let plain = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    )
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}

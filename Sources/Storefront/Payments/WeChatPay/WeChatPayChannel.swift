internal import Foundation
package import TenantStore

/// Signed and verified words with WeChat Pay (APIv3 签名, 验签, 敏感信息解密).
package struct WeChatPayChannel: Sendable {
  /// How far a message's time may be from ours.
  static let tolerance: TimeInterval = 300
  private static let home = "https://api.mch.weixin.qq.com"
  private static let accounts = "https://api.weixin.qq.com"

  let settings: WeChatPaySettings
  let privateKey: Secret
  let apiSecret: Secret
  let tools: ProviderTools

  /// Sends a request and gives the verified answer.
  ///
  /// - Throws: ``ProviderFailure`` when it refuses or cannot be trusted.
  func call(_ method: OutboundRequest.Method, _ path: String, _ body: JSONValue? = nil)
    async throws -> JSONValue
  {
    let answer = try await send(method, path, body)
    try await verify(answer.headers, answer.body)
    guard !answer.body.isEmpty else { return .null }
    return try Self.json(answer.text)
  }

  /// Sends a request and gives an answer of success that is not verified yet.
  private func send(_ method: OutboundRequest.Method, _ path: String, _ body: JSONValue?)
    async throws -> OutboundResponse
  {
    let text = body?.canonicalText ?? ""
    var headers = ["Accept": "application/json", "User-Agent": "Cradle/1"]
    headers["Authorization"] = try authorization(method, path, text)
    if body != nil { headers["Content-Type"] = "application/json" }
    if let id = settings.platformKeyID { headers["Wechatpay-Serial"] = id }
    let request = OutboundRequest(
      method,
      (tools.endpoint ?? Self.home) + path,
      headers: headers,
      body: Array(text.utf8),
      // The merchant's numbers make every one of these calls safe to repeat.
      isRepeatable: true
    )
    let answer = try await tools.http.send(request)
    guard (200..<300).contains(answer.status) else { throw Self.failure(answer) }
    return answer
  }

  /// A file that WeChat Pay lets be fetched for a short time; it is not signed but hashed.
  func download(_ url: String) async throws -> [UInt8] {
    guard let parts = URLComponents(string: url), let host = parts.host else {
      throw ProviderFailure.malformed
    }
    // The address came in a signed answer; it must still be the provider's.
    let home = URLComponents(string: tools.endpoint ?? Self.home)?.host
    guard host == home || host.hasSuffix(".weixin.qq.com") else { throw ProviderFailure.untrusted }
    let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
    let path = parts.percentEncodedPath + query
    var request = OutboundRequest(.get, url, deadline: .seconds(60))
    request.headers = [
      "Authorization": try authorization(.get, path, ""), "User-Agent": "Cradle/1",
    ]
    request.sizeLimit = 64 << 20
    let answer = try await tools.http.send(request)
    guard answer.status == 200 else { throw Self.failure(answer) }
    return answer.body
  }

  /// Whom a code of 网页授权 names; the answer comes over TLS alone, and decides nothing about money.
  func payer(code: String, appSecret: Secret) async throws -> String {
    let fields = [
      ("appid", settings.appID),
      ("secret", appSecret.withBytes { String(decoding: $0, as: UTF8.self) }), ("code", code),
      ("grant_type", "authorization_code"),
    ]
    let path = "/sns/oauth2/access_token?" + FormText.encoded(fields)
    let answer = try await tools.http.send(
      OutboundRequest(.get, (tools.endpoint ?? Self.accounts) + path)
    )
    guard answer.status == 200 else { throw Self.failure(answer) }
    let value = try Self.json(answer.text)
    guard let id = value["openid"]?.text, PaymentDeviceRule.isOpenID(id) else {
      throw ProviderFailure.refused(code: value["errcode"]?.whole.map { "\($0)" } ?? "no openid")
    }
    return id
  }

  private func authorization(_ method: OutboundRequest.Method, _ path: String, _ body: String)
    throws -> String
  {
    let time = Int(tools.environment.now().timeIntervalSince1970)
    let nonce = tools.environment.randomBytes(16).hexadecimal
    let signature = try ProviderSigning.sign(
      "\(method.rawValue)\n\(path)\n\(time)\n\(nonce)\n\(body)\n",
      with: privateKey,
      named: "privateKey"
    )
    return """
      WECHATPAY2-SHA256-RSA2048 mchid="\(settings.merchantID)",nonce_str="\(nonce)",\
      signature="\(signature)",timestamp="\(time)",serial_no="\(settings.certificateSerial)"
      """
  }

  /// Whether WeChat Pay sent these bytes a moment ago.
  ///
  /// - Throws: ``ProviderFailure/untrusted`` when not.
  func verify(_ headers: [String: String], _ body: [UInt8]) async throws {
    guard
      let time = headers["wechatpay-timestamp"], let seconds = TimeInterval(time),
      let nonce = headers["wechatpay-nonce"],
      let signature = headers["wechatpay-signature"],
      let serial = headers["wechatpay-serial"],
      abs(tools.environment.now().timeIntervalSince1970 - seconds) <= Self.tolerance,
      let key = try await platformKey(serial)
    else { throw ProviderFailure.untrusted }
    let signed = Array("\(time)\n\(nonce)\n".utf8) + body + [UInt8(ascii: "\n")]
    guard ProviderSigning.isValid(signature, for: signed, under: key) else {
      throw ProviderFailure.untrusted
    }
  }

  /// The key with a serial number: the one in the settings, or of a certificate that was fetched.
  ///
  /// Certificates are fetched once an hour and not for each serial number that is not known, so that
  /// nobody makes the shop ask for them by sending nonsense.
  private func platformKey(_ serial: String) async throws -> String? {
    if let id = settings.platformKeyID { return serial == id ? settings.platformKey : nil }
    let account = "wechatPay:\(settings.merchantID)"
    if let known = tools.memory.keys(of: account) { return known[serial] }
    let answer = try await send(.get, "/v3/certificates", nil)
    var keys: [String: String] = [:]
    guard case .array(let entries)? = try Self.json(answer.text)["data"] else {
      throw ProviderFailure.malformed
    }
    for entry in entries {
      guard let serial = entry["serial_no"]?.text, let sealed = entry["encrypt_certificate"] else {
        throw ProviderFailure.malformed
      }
      // Only WeChat Pay and the merchant know the key that opens it, which is what vouches for it.
      keys[serial] = try opened(sealed)
    }
    tools.memory.keep(keys, of: account)
    return keys[serial]
  }

  /// Opens what `AEAD_AES_256_GCM` sealed with the APIv3 key.
  ///
  /// - Throws: ``ProviderFailure/untrusted`` when it was sealed with another key or changed.
  func opened(_ sealed: JSONValue) throws(ProviderFailure) -> String {
    guard
      sealed["algorithm"]?.text == "AEAD_AES_256_GCM",
      let nonce = sealed["nonce"]?.text,
      let text = sealed["ciphertext"]?.text
    else { throw .malformed }
    return try Self.open(
      text,
      nonce: nonce,
      authenticating: sealed["associated_data"]?.text ?? "",
      key: apiSecret
    )
  }

  /// Opens base64 of ciphertext and tag, as the protocol puts them.
  package static func open(
    _ ciphertext: String,
    nonce: String,
    authenticating data: String,
    key: Secret
  ) throws(ProviderFailure) -> String {
    guard let bytes = Data(base64Encoded: ciphertext) else { throw .malformed }
    let plain = try ProviderSigning.open(
      Array(bytes),
      nonce: Array(nonce.utf8),
      authenticating: Array(data.utf8),
      key: key
    )
    return String(decoding: plain, as: UTF8.self)
  }

  static func json(_ text: String) throws(ProviderFailure) -> JSONValue {
    guard let value = try? JSONValue(json: text) else { throw .malformed }
    return value
  }

  /// What a refusal means: the codes that say "later", and all others.
  private static func failure(_ answer: OutboundResponse) -> ProviderFailure {
    let code = (try? JSONValue(json: answer.text))?["code"]?.text ?? "\(answer.status)"
    let passing: Set<String> = [
      "SYSTEM_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED", "BANK_ERROR", "BANKERROR",
      "NOT_ENOUGH", "NO_STATEMENT_EXIST", "STATEMENT_CREATING",
    ]
    // 401 is a fault of the account's key: not a word on the money.
    let isPassing =
      answer.status >= 500 || [401, 429].contains(answer.status) || passing.contains(code)
    return isPassing ? .unavailable(code: code) : .refused(code: code)
  }
}

extension JSONValue {
  /// The text of a string, and nothing of anything else.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number of an integer, and nothing of anything else.
  var whole: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }
}

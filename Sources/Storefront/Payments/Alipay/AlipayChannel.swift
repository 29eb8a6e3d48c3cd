internal import Foundation
internal import TenantStore

/// Signed and verified words with Alipay (RSA2, 自行实现签名, 异步通知验签).
struct AlipayChannel: Sendable {
  private static let home = "https://openapi.alipay.com/gateway.do"
  /// Alipay's clock, whatever the shop's is.
  private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

  let settings: AlipaySettings
  let privateKey: Secret
  let tools: ProviderTools

  private var gateway: String { tools.endpoint ?? Self.home }

  /// The address of a page at Alipay, signed.
  func page(_ method: String, _ content: JSONValue, returnURL: String, notifyURL: String) throws
    -> String
  {
    let urls = ["return_url": returnURL, "notify_url": notifyURL]
    return gateway + "?" + FormText.encoded(try signed(method, content, urls))
  }

  /// Calls a method and gives its verified answer, whether it says yes or no.
  func call(_ method: String, _ content: JSONValue) async throws -> JSONValue {
    let request = OutboundRequest(
      .post,
      gateway,
      headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
      body: Array(FormText.encoded(try signed(method, content, [:])).utf8),
      // The merchant's numbers make every one of these calls safe to repeat.
      isRepeatable: true
    )
    let answer = try await tools.http.send(request)
    guard answer.status == 200 else {
      throw ProviderFailure.unavailable(code: "\(answer.status)")
    }
    let name = method.replacing(".", with: "_") + "_response"
    guard let node = Self.node(name, in: answer.text) else { throw ProviderFailure.malformed }
    guard let value = try? JSONValue(json: answer.text), let content = value[name],
      let signature = value["sign"]?.text,
      ProviderSigning.isValid(signature, for: Array(node.utf8), under: settings.alipayKey)
    else { throw ProviderFailure.untrusted }
    return content
  }

  /// A file that Alipay lets be fetched for half a minute; the signed answer vouches for its address.
  func download(_ url: String) async throws -> [UInt8] {
    guard var address = URLComponents(string: url), let host = address.host else {
      throw ProviderFailure.malformed
    }
    if host != URLComponents(string: gateway)?.host {
      guard host.hasSuffix(".alipay.com") else { throw ProviderFailure.untrusted }
      // Nothing else vouches for the file.
      address.scheme = "https"
    }
    var request = OutboundRequest(.get, address.string ?? url, deadline: .seconds(60))
    request.sizeLimit = BillArchive.limit
    let answer = try await tools.http.send(request)
    guard answer.status == 200 else {
      throw ProviderFailure.unavailable(code: "\(answer.status)")
    }
    return answer.body
  }

  /// Fields in the order of their names, and the signature over them.
  private func signed(_ method: String, _ content: JSONValue, _ more: [String: String]) throws
    -> [(String, String)]
  {
    var style = Date.VerbatimFormatStyle(
      format: """
        \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
        \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
        \(second: .twoDigits)
        """,
      timeZone: Self.zone,
      calendar: Calendar(identifier: .gregorian)
    )
    style.locale = Locale(identifier: "en_US_POSIX")
    let fixed = [
      "app_id": settings.appID, "method": method, "format": "JSON", "charset": "utf-8",
      "sign_type": "RSA2", "version": "1.0", "biz_content": content.canonicalText,
      "timestamp": tools.environment.now().formatted(style),
    ]
    let fields = fixed.merging(more) { first, _ in first }.filter { !$0.value.isEmpty }
      .sorted { $0.key < $1.key }
    let text = Self.signedText(fields.map { ($0.key, $0.value) })
    let signature = try ProviderSigning.sign(text, with: privateKey, named: "privateKey")
    return fields.map { ($0.key, $0.value) } + [("sign", signature)]
  }

  private static func signedText(_ fields: [(String, String)]) -> String {
    fields.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  /// The fields of a notice that Alipay sent to this application.
  ///
  /// - Throws: ``ProviderFailure/untrusted`` when it is not.
  func notice(_ body: [UInt8]) throws(ProviderFailure) -> [String: String] {
    guard let fields = FormText.fields(body) else { throw .malformed }
    let signed = fields.filter { $0.key != "sign" && $0.key != "sign_type" && !$0.value.isEmpty }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    guard let signature = fields["sign"], fields["app_id"] == settings.appID,
      ProviderSigning.isValid(
        signature,
        for: Array(Self.signedText(signed).utf8),
        under: settings.alipayKey
      )
    else { throw .untrusted }
    return fields
  }

  /// The raw text of a node, which is what the signature is over.
  static func node(_ name: String, in text: String) -> Substring? {
    guard let start = text.firstRange(of: "\"\(name)\"")?.upperBound,
      let open = text[start...].firstIndex(of: "{"),
      text[start..<open].allSatisfy({ $0 == ":" || $0.isWhitespace })
    else { return nil }
    var depth = 0
    var (isText, isEscaped) = (false, false)
    for index in text[open...].indices {
      let character = text[index]
      if isText {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isText = false
        }
        continue
      }
      switch character {
      case "\"": isText = true
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return text[open...index] }
      default: break
      }
    }
    return nil
  }
}

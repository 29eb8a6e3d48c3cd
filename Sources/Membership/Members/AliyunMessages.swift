internal import Crypto
internal import Foundation
public import TenantStore

/// A merchant's account at Alibaba Cloud's text message service.
public struct AliyunAccount: Sendable {
  let keyID: String
  let secret: Secret
  let signName: String
  let codeTemplate: String
  let reminderTemplate: String
  let offerTemplate: String?
  let endpoint: String

  /// Where Alibaba Cloud itself takes requests.
  public static let endpoint = "https://dysmsapi.aliyuncs.com"

  /// Describes an account.
  ///
  /// - Parameters:
  ///   - keyID: The id of the access key.
  ///   - secret: The secret of the access key.
  ///   - signName: The approved signature that stands before each message.
  ///   - codeTemplate: The approved template of codes, with the variable `code`.
  ///   - reminderTemplate: The approved template of reminders, with the variable `text`.
  ///   - offerTemplate: The approved template of offers, with the variable `text`; none go out without.
  ///   - endpoint: Where the service is.
  public init(
    keyID: String,
    secret: Secret,
    signName: String,
    codeTemplate: String,
    reminderTemplate: String,
    offerTemplate: String? = nil,
    endpoint: String = Self.endpoint
  ) {
    self.keyID = keyID
    self.secret = secret
    self.signName = signName
    self.codeTemplate = codeTemplate
    self.reminderTemplate = reminderTemplate
    self.offerTemplate = offerTemplate
    self.endpoint = endpoint
  }
}

/// Why the service did not take a message; it names the service's own code and no number.
public struct AliyunRefusal: UntakenMessage, Hashable, Sendable {
  /// The code of the service, `isv.BUSINESS_LIMIT_CONTROL`, or `http.503`.
  public let code: String
  /// Whether the service itself said no; what stands between us and it may have passed the message on.
  public var mayRepeat: Bool { !code.hasPrefix("http.") }
}

/// Why an offer cannot go out: the account has no approved template for offers.
public struct NoOfferTemplate: UntakenMessage, Hashable, Sendable {
  /// Nothing went out, and it will not.
  public var mayRepeat: Bool { false }
}

/// Sends text messages through Alibaba Cloud (`SendSms`, version 2017-05-25).
///
/// A message is never sent again by itself: the service cannot tell a second one from the first.
public struct AliyunMessages: MessageProvider {
  /// Mobile numbers.
  public let channel = ContactChannel.phone
  private let account: AliyunAccount
  private let http: OutboundHTTP
  private let environment: StoreEnvironment

  /// A provider with an account, a way out, and the clock that requests are dated by.
  public init(account: AliyunAccount, http: OutboundHTTP, environment: StoreEnvironment = .live) {
    self.account = account
    self.http = http
    self.environment = environment
  }

  /// Sends a code.
  ///
  /// - Throws: ``AliyunRefusal``, or `OutboundFailure` when there is no answer.
  public func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await send(account.codeTemplate, ["code": .string(code)], to: address)
  }

  /// Sends a reminder.
  ///
  /// - Throws: ``AliyunRefusal``, or `OutboundFailure` when there is no answer.
  public func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await send(account.reminderTemplate, ["text": .string(text)], to: address)
  }

  /// Sends an offer.
  ///
  /// - Throws: As for a reminder, and ``NoOfferTemplate``.
  public func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let template = account.offerTemplate else { throw NoOfferTemplate() }
    try await send(template, ["text": .string(text)], to: address)
  }

  private func send(_ template: String, _ values: JSONValue, to address: String) async throws {
    let parameters = [
      "AccessKeyId": account.keyID, "Action": "SendSms", "Format": "JSON",
      "PhoneNumbers": AliyunSigning.number(address), "SignName": account.signName,
      "SignatureMethod": "HMAC-SHA1", "SignatureNonce": environment.makeID().uuidString,
      "SignatureVersion": "1.0", "TemplateCode": template,
      "TemplateParam": values.canonicalText,
      "Timestamp": environment.now().ISO8601Format(), "Version": "2017-05-25",
    ]
    let query = AliyunSigning.query(parameters, method: "GET", secret: account.secret)
    let response = try await http.send(
      OutboundRequest(.get, "\(account.endpoint)/?\(query)", isRepeatable: false)
    )
    let answer = (try? JSONValue(json: response.text)) ?? .null
    guard case .string(let code)? = answer["Code"] else {
      throw AliyunRefusal(code: "http.\(response.status)")
    }
    guard code == "OK" else { throw AliyunRefusal(code: code) }
  }
}

/// Alibaba Cloud's signature of RPC requests, version 1.0.
package enum AliyunSigning {
  /// The query of a request with its signature.
  package static func query(_ parameters: [String: String], method: String, secret: Secret)
    -> String
  {
    let query = parameters.sorted { $0.key < $1.key }
      .map { "\(encoded($0.key))=\(encoded($0.value))" }.joined(separator: "&")
    let signature = secret.withBytes { bytes in
      HMAC<Insecure.SHA1>.authenticationCode(
        for: Data("\(method)&%2F&\(encoded(query))".utf8),
        using: SymmetricKey(data: bytes + Array("&".utf8))
      )
    }
    return query + "&Signature=" + encoded(Data(signature).base64EncodedString())
  }

  /// The number as the service takes it: without the prefix of mainland China, others with theirs.
  static func number(_ address: String) -> String {
    address.hasPrefix("+86") ? String(address.dropFirst(3)) : String(address.dropFirst())
  }

  /// RFC 3986: everything but letters, digits and `-_.~` in per cent.
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default:
        "%" + String(byte >> 4, radix: 16, uppercase: true)
          + String(byte & 15, radix: 16, uppercase: true)
      }
    }.joined()
  }
}

internal import Foundation
public import TenantStore

/// Asks a merchant's staff in WeCom to tell customers and groups something
/// (`/cgi-bin/externalcontact/add_msg_template`).
///
/// That the service takes a message means that it waits for the member of staff, who confirms it there.
public struct WeComMessages: MessageProvider {
  /// The ids that WeCom gives customers of one enterprise.
  public let channel = ContactChannel.wecom
  private static let endpoint = "https://qyapi.weixin.qq.com"
  private static let path = "/cgi-bin/externalcontact/add_msg_template"
  private let http: OutboundHTTP
  private let variables: [String: String]
  private let tokens = AccessTokens()

  /// A provider for all merchants of a process.
  ///
  /// - Parameters:
  ///   - http: The way out.
  ///   - variables: The process's environment, for the merchants' secrets.
  public init(http: OutboundHTTP, variables: [String: String]) {
    self.http = http
    self.variables = variables
  }

  /// Whether the merchant has named its WeCom.
  public func isBound(_ kind: MessageKind, for tenant: TenantSnapshot) -> Bool {
    Self.isBound(for: tenant)
  }

  /// Whether a merchant has named its WeCom.
  static func isBound(for tenant: TenantSnapshot) -> Bool {
    (try? tenant.membership)?.messages?.wecom != nil
  }

  /// No code goes out this way.
  ///
  /// - Throws: ``NoAccount``.
  public func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws { throw NoAccount() }

  /// Has a customer told something by the member of staff whom the settings name.
  ///
  /// - Throws: ``NoAccount``, ``TencentRefusal``, or `OutboundFailure` when there is no answer.
  public func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let wecom = try tenant.membership.messages?.wecom else { throw NoAccount() }
    let answer = try await post(
      [
        "chat_type": "single", "external_userid": [.string(address)],
        "sender": .string(wecom.sender), "text": ["content": .string(text)],
      ],
      wecom,
      from: tenant,
      in: database
    )
    // Taken as a whole, and yet not for whom it was meant.
    if case .array(let failed)? = answer["fail_list"], failed.contains(.string(address)) {
      throw TencentRefusal(code: 0, isOfPerson: true, mayRepeat: true)
    }
  }

  /// Has a group told something by who keeps it.
  ///
  /// - Parameters:
  ///   - text: What is said.
  ///   - chat: The group's id in WeCom.
  ///   - keeper: Who keeps it, by the name in WeCom.
  ///   - tenant: The merchant.
  ///   - database: Where its secret is.
  /// - Throws: As for one customer.
  func send(
    _ text: String,
    toGroup chat: String,
    keptBy keeper: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let wecom = try tenant.membership.messages?.wecom else { throw NoAccount() }
    _ = try await post(
      [
        "chat_type": "group", "chat_id_list": [.string(chat)], "sender": .string(keeper),
        "text": ["content": .string(text)],
      ],
      wecom,
      from: tenant,
      in: database
    )
  }

  private func post(
    _ body: JSONValue,
    _ wecom: MembershipSettings.WeCom,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> JSONValue {
    let secret = try await MerchantSecret.text(wecom.secret, of: tenant, variables, database)
    let endpoint = wecom.endpoint ?? Self.endpoint
    let query =
      "corpid=\(TencentAccount.encoded(wecom.corpID))&corpsecret=\(TencentAccount.encoded(secret))"
    let account = TencentAccount(
      name: "\(tenant.id):\(endpoint):\(wecom.corpID)",
      endpoint: endpoint,
      http: http,
      tokens: tokens,
      now: database.environment.now
    ) { _ in OutboundRequest(.get, "\(endpoint)/cgi-bin/gettoken?\(query)") }
    return try await account.post(Self.path, body)
  }
}

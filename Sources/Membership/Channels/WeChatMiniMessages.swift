internal import Foundation
public import TenantStore

/// Why something cannot go out this way: the merchant has named no account or template for it.
public struct NoAccount: UntakenMessage, Hashable, Sendable {
  /// Nothing went out, and it will not.
  public var mayRepeat: Bool { false }
}

/// Sends subscription messages of a merchant's mini-programme (`/cgi-bin/message/subscribe/send`).
///
/// A person gets as many as she has agreed to in the mini-programme; the service says no to the next.
public struct WeChatMiniMessages: MessageProvider {
  /// The ids that WeChat gives people in one mini-programme.
  public let channel = ContactChannel.wechat
  /// The longest text of a field `thing`, in characters.
  private static let longest = 20
  private static let endpoint = "https://api.weixin.qq.com"
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

  /// Whether the merchant has named a mini-programme with a template for what goes out.
  public func isBound(_ kind: MessageKind, for tenant: TenantSnapshot) -> Bool {
    template(kind, of: (try? tenant.membership)?.messages?.wechatMini) != nil
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

  /// Sends a reminder.
  ///
  /// - Throws: ``NoAccount``, ``TencentRefusal``, or `OutboundFailure` when there is no answer.
  public func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await send(.reminder, text, to: address, from: tenant, in: database)
  }

  /// Sends an offer.
  ///
  /// - Throws: As for a reminder.
  public func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await send(.offer, text, to: address, from: tenant, in: database)
  }

  private func template(_ kind: MessageKind, of mini: MembershipSettings.WeChatMini?)
    -> MembershipSettings.SubscriptionTemplate?
  {
    kind == .offer ? mini?.offer : mini?.reminder
  }

  private func send(
    _ kind: MessageKind,
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let mini = try tenant.membership.messages?.wechatMini,
      let template = template(kind, of: mini)
    else { throw NoAccount() }
    let secret = try await MerchantSecret.text(mini.secret, of: tenant, variables, database)
    var body: [String: JSONValue] = [
      "touser": .string(address), "template_id": .string(template.template),
      "data": .object([template.field: ["value": .string(Self.short(text))]]),
    ]
    body["page"] = mini.page.map { .string($0) }
    _ = try await account(mini, secret, tenant, database)
      .post("/cgi-bin/message/subscribe/send", .object(body))
  }

  private func account(
    _ mini: MembershipSettings.WeChatMini,
    _ secret: String,
    _ tenant: TenantSnapshot,
    _ database: TenantDatabase
  ) -> TencentAccount {
    let endpoint = mini.endpoint ?? Self.endpoint
    return TencentAccount(
      name: "\(tenant.id):\(endpoint):\(mini.appID)",
      endpoint: endpoint,
      http: http,
      tokens: tokens,
      now: database.environment.now
    ) { isForced in
      let body: JSONValue = [
        "grant_type": "client_credential", "appid": .string(mini.appID),
        "secret": .string(secret), "force_refresh": .bool(isForced),
      ]
      return OutboundRequest(
        .post,
        "\(endpoint)/cgi-bin/stable_token",
        headers: ["content-type": "application/json"],
        body: Array(body.canonicalText.utf8),
        isRepeatable: !isForced
      )
    }
  }

  /// What fits into a field; the whole stands on the page that the message opens.
  static func short(_ text: String) -> String {
    text.count <= longest ? text : "\(text.prefix(longest - 1))…"
  }
}

/// Looks a merchant's secret up for each message, so that one that was changed counts at once.
enum MerchantSecret {
  static func text(
    _ reference: SecretReference,
    of tenant: TenantSnapshot,
    _ variables: [String: String],
    _ database: TenantDatabase
  ) async throws -> String {
    guard let secrets = try? SecretStore(database: database, variables: variables),
      let secret = try? await secrets.secret(reference, of: tenant)
    else { throw MerchantMessages.NoSecret() }
    return secret.withBytes { String(decoding: $0, as: UTF8.self) }
  }
}

extension WeChatMiniMessages {
  /// Who a person is in the merchant's mini-programme, by the code that it was given at sign-in there
  /// (`/sns/jscode2session`); a code is good once, for five minutes.
  ///
  /// - Throws: ``NoAccount``, ``TencentRefusal``, or `OutboundFailure` when there is no answer.
  public func person(
    behind code: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> String {
    guard let mini = try tenant.membership.messages?.wechatMini else { throw NoAccount() }
    let secret = try await MerchantSecret.text(mini.secret, of: tenant, variables, database)
    let values = [
      ("appid", mini.appID), ("secret", secret), ("js_code", code),
      ("grant_type", "authorization_code"),
    ]
    let query = values.map { "\($0)=\(TencentAccount.encoded($1))" }.joined(separator: "&")
    let response = try await http.send(
      OutboundRequest(
        .get,
        "\(mini.endpoint ?? Self.endpoint)/sns/jscode2session?\(query)",
        isRepeatable: false
      )
    )
    let answer = (try? JSONValue(json: response.text)) ?? .null
    guard response.status == 200, case .string(let person)? = answer["openid"] else {
      var code: Int?
      if case .integer(let number)? = answer["errcode"] { code = Int(number) }
      throw TencentRefusal(code: code)
    }
    return person
  }
}

public import TenantStore

/// WeChat Pay (微信支付), APIv3, native: the shopper scans a code.
///
/// Written to the published protocol: requests are signed with `WECHATPAY2-SHA256-RSA2048`, answers
/// and callbacks are verified with the platform's public key or its certificates, and what they
/// hold is opened with `AEAD_AES_256_GCM`.
public struct WeChatPay: OnlinePaymentProvider {
  /// The code in settings and orders.
  public let code = "wechatPay"
  /// Merchants of the mainland are paid in yuan.
  public let currencies: Set<String>? = ["CNY"]

  /// Creates the way to pay.
  public init() {}

  /// An account is needed, and a key that can be read where one is given.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? {
    guard let settings = method.wechatPay else { return "wechatPay" }
    guard settings.platformKeyID != nil || settings.platformKey != nil else { return nil }
    let isReadable = settings.platformKey.map(ProviderSigning.isPublicKey) ?? false
    return settings.platformKeyID == nil || !isReadable ? "wechatPay" : nil
  }

  /// The account with its keys.
  public func account(
    _ method: StorefrontSettings.PaymentMethod,
    tools: ProviderTools,
    secret: (SecretReference) async throws -> Secret
  ) async throws -> any ProviderAccount {
    guard let settings = method.wechatPay else { throw StorefrontRefusal(.providerUnknown) }
    let channel = WeChatPayChannel(
      settings: settings,
      privateKey: try await secret(settings.privateKey),
      apiSecret: try await secret(settings.apiSecret),
      tools: tools
    )
    return WeChatPayAccount(channel: channel)
  }
}

/// A merchant's account at WeChat Pay.
public struct WeChatPaySettings: Hashable, Sendable, Codable {
  /// 商户号, the merchant's number.
  public var merchantID: String
  /// The id of the official account or mini-programme that the merchant's number is bound to.
  public var appID: String
  /// The serial number of the merchant's API certificate, in hexadecimal.
  public var certificateSerial: String
  /// The private key of that certificate, in PEM.
  public var privateKey: SecretReference
  /// The APIv3 key, 32 characters.
  public var apiSecret: SecretReference
  /// The id of WeChat Pay's public key, `PUB_KEY_ID_…`; without it certificates are fetched.
  public var platformKeyID: String?
  /// WeChat Pay's public key, in PEM.
  public var platformKey: String?
}

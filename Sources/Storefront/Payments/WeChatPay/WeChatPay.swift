public import TenantStore

/// WeChat Pay (微信支付), APIv3: inside WeChat its bridge asks for the payment (JSAPI), the browser of a
/// phone is led into the app (H5), and on a desktop the shopper scans a code (Native).
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
    guard let settings = method.wechatPay,
      (settings.scenes ?? []).allSatisfy(WeChatPaySettings.knownScenes.contains)
    else { return "wechatPay" }
    guard settings.platformKeyID != nil || settings.platformKey != nil else { return nil }
    let isReadable = settings.platformKey.map(ProviderSigning.isPublicKey) ?? false
    return settings.platformKeyID == nil || !isReadable ? "wechatPay" : nil
  }

  /// Inside WeChat its bridge, on a phone a page that opens the app, else a code.
  public func kind(on device: PaymentDevice, by method: StorefrontSettings.PaymentMethod)
    -> PaymentPrompt.Kind?
  {
    let scenes = method.wechatPay?.scenes ?? WeChatPaySettings.knownScenes
    return switch device {
    case .weChat where scenes.contains("jsapi"): .invoke
    case .phone where scenes.contains("h5"): .visit
    case .weChat, .phone, .desktop: .scan
    }
  }

  /// 网页授权 of the official account, which says who looks and nothing else of them.
  public func entrance(by method: StorefrontSettings.PaymentMethod, returningTo url: String)
    -> String?
  {
    guard let settings = method.wechatPay, settings.appSecret != nil,
      settings.scenes.map({ $0.contains("jsapi") }) ?? true
    else { return nil }
    let fields = [
      ("appid", settings.appID), ("redirect_uri", url), ("response_type", "code"),
      ("scope", "snsapi_base"), ("state", "pay"),
    ]
    return "https://open.weixin.qq.com/connect/oauth2/authorize?" + FormText.encoded(fields)
      + "#wechat_redirect"
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
    var appSecret: Secret?
    if let reference = settings.appSecret { appSecret = try await secret(reference) }
    return WeChatPayAccount(channel: channel, appSecret: appSecret)
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
  /// The key (AppSecret) of the official account, by which pages inside WeChat learn who looks; without
  /// it they show a code.
  public var appSecret: SecretReference?
  /// Besides codes, what the merchant's number is allowed to: `jsapi`, `h5`; both when absent.
  public var scenes: [String]?

  /// What a merchant's number may be allowed to besides codes.
  static let knownScenes = ["jsapi", "h5"]
}

public import TenantStore

/// Alipay (支付宝), open platform with RSA2: the shopper pays on Alipay's page.
///
/// Written to the published protocol: requests and pages are signed with RSA2 over their sorted
/// parameters, answers over the raw text of their node, notices over their sorted fields. The bill of a
/// day comes as an archive of tables.
public struct Alipay: OnlinePaymentProvider {
  /// The code in settings and orders.
  public let code = "alipay"
  /// Merchants of the mainland are paid in yuan.
  public let currencies: Set<String>? = ["CNY"]

  /// Creates the way to pay.
  public init() {}

  /// An account is needed, with Alipay's public key.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? {
    guard let settings = method.alipay, ProviderSigning.isPublicKey(settings.alipayKey) else {
      return "alipay"
    }
    return nil
  }

  /// The account with its keys.
  public func account(
    _ method: StorefrontSettings.PaymentMethod,
    tools: ProviderTools,
    secret: (SecretReference) async throws -> Secret
  ) async throws -> any ProviderAccount {
    guard let settings = method.alipay else { throw StorefrontRefusal(.providerUnknown) }
    let channel = AlipayChannel(
      settings: settings,
      privateKey: try await secret(settings.privateKey),
      tools: tools
    )
    return AlipayAccount(channel: channel)
  }
}

/// A merchant's account at Alipay.
public struct AlipaySettings: Hashable, Sendable, Codable {
  /// The id of the merchant's application.
  public var appID: String
  /// The application's private key, in PEM or as the console gives it.
  public var privateKey: SecretReference
  /// Alipay's public key, in PEM or as the console gives it.
  public var alipayKey: String
}

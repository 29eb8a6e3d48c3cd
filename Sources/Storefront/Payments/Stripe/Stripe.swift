public import TenantStore

/// Stripe, by Checkout Session: the shopper pays on Stripe's page.
///
/// Written to the published protocol: forms with a secret key and an `Idempotency-Key`, and webhooks
/// signed as `t=…,v1=…` with HMAC-SHA256.
public struct Stripe: OnlinePaymentProvider {
  /// The code in settings and orders.
  public let code = "stripe"
  /// Stripe takes what the account takes.
  public let currencies: Set<String>? = nil

  /// Creates the way to pay.
  public init() {}

  /// An account is needed.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? {
    method.stripe == nil ? "stripe" : nil
  }

  /// The account with its keys.
  public func account(
    _ method: StorefrontSettings.PaymentMethod,
    tools: ProviderTools,
    secret: (SecretReference) async throws -> Secret
  ) async throws -> any ProviderAccount {
    guard let settings = method.stripe else { throw StorefrontRefusal(.providerUnknown) }
    return StripeAccount(
      apiSecret: try await secret(settings.apiSecret),
      webhookSecret: try await secret(settings.webhookSecret),
      tools: tools
    )
  }
}

/// A merchant's account at Stripe.
public struct StripeSettings: Hashable, Sendable, Codable {
  /// The secret or restricted key, `sk_…` or `rk_…`.
  public var apiSecret: SecretReference
  /// The signing secret of the webhook's endpoint, `whsec_…`.
  public var webhookSecret: SecretReference
}

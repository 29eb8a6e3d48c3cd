public import TenantStore

/// The shopper pays at the door; the merchant confirms.
public struct CashOnDelivery: PaymentProvider {
  /// The code in settings and orders.
  public let code = "cashOnDelivery"
  /// The money comes with the hand-over.
  public let collectsOnDelivery = true

  /// Creates the way to pay.
  public init() {}

  /// Nothing is needed.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? { nil }

  /// Nothing has to be recognised.
  public func begin(_ payment: PaymentRequest, in environment: StoreEnvironment) -> PaymentStart {
    PaymentStart(reference: nil)
  }

  /// Have the amount ready.
  public func instruction(
    for payment: PaymentRequest,
    reference: String?,
    by method: StorefrontSettings.PaymentMethod
  ) -> PaymentInstruction {
    PaymentInstruction(provider: code, name: method.name, amount: payment.amount)
  }
}

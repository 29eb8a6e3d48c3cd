public import TenantStore

/// The money is collected under an agreement that was made elsewhere, such as one for boxes that recur.
///
/// A shop's settings cannot offer it; whoever collects the money confirms it.
public struct PaidByAgreement: PaymentProvider {
  /// The code in orders.
  public let code = "agreement"
  /// The money comes before the goods.
  public let collectsOnDelivery = false

  /// Creates the way to pay.
  public init() {}

  /// It needs nothing.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? { nil }

  /// Nobody writes anything beside the money.
  public func begin(_ payment: PaymentRequest, in environment: StoreEnvironment) -> PaymentStart {
    PaymentStart(reference: nil)
  }

  /// There is nothing to do.
  public func instruction(
    for payment: PaymentRequest,
    reference: String?,
    by method: StorefrontSettings.PaymentMethod
  ) -> PaymentInstruction {
    PaymentInstruction(provider: code, name: method.name, amount: payment.amount)
  }
}

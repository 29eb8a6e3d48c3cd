public import TenantStore

/// The shopper transfers to the merchant's account; the merchant confirms what arrived.
public struct BankTransfer: PaymentProvider {
  /// The code in settings and orders.
  public let code = "bankTransfer"
  /// The money comes before the goods.
  public let collectsOnDelivery = false

  /// Creates the way to pay.
  public init() {}

  /// An account is needed.
  public func lacks(_ method: StorefrontSettings.PaymentMethod) -> String? {
    method.account == nil ? "account" : nil
  }

  /// Makes a reference of eight characters that nobody mistypes or guesses.
  ///
  /// 40 random bits in Crockford's base32, which leaves out I, L, O and U.
  public func begin(_ payment: PaymentRequest, in environment: StoreEnvironment) -> PaymentStart {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let letters = environment.randomBytes(8).map { alphabet[Int($0 & 31)] }
    return PaymentStart(reference: String(letters))
  }

  /// Transfer the amount with the reference.
  public func instruction(
    for payment: PaymentRequest,
    reference: String?,
    by method: StorefrontSettings.PaymentMethod
  ) -> PaymentInstruction {
    PaymentInstruction(
      provider: code,
      name: method.name,
      amount: payment.amount,
      account: method.account,
      reference: reference
    )
  }
}

public import TenantStore

/// A way to pay.
public protocol PaymentProvider: Sendable {
  /// The stable code that settings and orders name it by.
  var code: String { get }
  /// Whether the money is taken when the goods are handed over.
  var collectsOnDelivery: Bool { get }
  /// The key of the settings that the provider needs and that a method lacks, if any.
  func lacks(_ method: StorefrontSettings.PaymentMethod) -> String?
  /// Begins a payment: gives the reference by which the money will be recognised, if any.
  func begin(_ payment: PaymentRequest, in environment: StoreEnvironment) -> PaymentStart
  /// What the shopper has to do now.
  func instruction(
    for payment: PaymentRequest,
    reference: String?,
    by method: StorefrontSettings.PaymentMethod
  ) -> PaymentInstruction
}

/// What is to be paid.
public struct PaymentRequest: Sendable {
  /// The order's number.
  public let orderNumber: String
  /// The amount.
  public let amount: Money
}

/// How a payment begins.
public struct PaymentStart: Hashable, Sendable {
  /// What the shopper writes beside the money, so that the merchant recognises it.
  public let reference: String?

  /// Describes the beginning.
  public init(reference: String?) { self.reference = reference }
}

/// What the shopper has to do to pay.
public struct PaymentInstruction: Hashable, Sendable {
  /// The code of the way to pay.
  public let provider: String
  /// Its name as the merchant calls it.
  public let name: LocalizedText
  /// What is to be paid.
  public let amount: Money
  /// Where the money is sent, for a transfer.
  public let account: StorefrontSettings.BankAccount?
  /// What to write beside the transfer.
  public let reference: String?

  /// Describes what to do.
  public init(
    provider: String,
    name: LocalizedText,
    amount: Money,
    account: StorefrontSettings.BankAccount? = nil,
    reference: String? = nil
  ) {
    self.provider = provider
    self.name = name
    self.amount = amount
    self.account = account
    self.reference = reference
  }
}

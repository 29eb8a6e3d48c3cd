public import Foundation
public import TenantStore

/// A way to pay that a provider outside carries out.
///
/// A type that conforms says how its accounts are made of settings and secrets; the account speaks
/// the provider's protocol.
public protocol OnlinePaymentProvider: PaymentProvider {
  /// The ISO 4217 codes that it takes; nothing when it takes all.
  var currencies: Set<String>? { get }
  /// The only kind of prompt that works on a device; nothing where all work everywhere.
  func kind(on device: PaymentDevice, by method: StorefrontSettings.PaymentMethod)
    -> PaymentPrompt.Kind?
  /// Where it is found out who looks at a page inside the provider's app, if that has to be known: an
  /// address that leads back with a `code`, which ``ProviderAccount/payer(code:)`` takes.
  func entrance(by method: StorefrontSettings.PaymentMethod, returningTo url: String) -> String?
  /// The account that a merchant's settings describe.
  ///
  /// - Throws: `SecretError`, or ``ProviderFailure`` when a key cannot be read.
  func account(
    _ method: StorefrontSettings.PaymentMethod,
    tools: ProviderTools,
    secret: (SecretReference) async throws -> Secret
  ) async throws -> any ProviderAccount
}

extension OnlinePaymentProvider {
  /// Every kind works everywhere.
  public func kind(on device: PaymentDevice, by method: StorefrontSettings.PaymentMethod)
    -> PaymentPrompt.Kind?
  { nil }

  /// It need not be known who looks.
  public func entrance(by method: StorefrontSettings.PaymentMethod, returningTo url: String)
    -> String?
  { nil }

  /// The provider holds the money before the goods leave.
  public var collectsOnDelivery: Bool { false }

  /// Money is recognised by the payment's own id.
  public func begin(_ payment: PaymentRequest, in environment: StoreEnvironment) -> PaymentStart {
    PaymentStart(reference: nil)
  }

  /// Follow the provider's page or code.
  public func instruction(
    for payment: PaymentRequest,
    reference: String?,
    by method: StorefrontSettings.PaymentMethod
  ) -> PaymentInstruction {
    PaymentInstruction(provider: code, name: method.name, amount: payment.amount)
  }
}

/// A merchant's account at a provider, with its keys.
///
/// Nothing here touches the database, so nothing here runs inside a transaction. Each call throws
/// ``ProviderFailure`` for an answer that refuses, or that cannot be trusted, and `OutboundFailure`
/// when there is none.
public protocol ProviderAccount: Sendable {
  /// Where the shopper pays; asking again for the same charge never charges twice.
  func prompt(for charge: Charge) async throws -> PaymentPrompt
  /// Whom a code of the provider's app names, which works once.
  func payer(code: String) async throws -> String
  /// What became of a charge; nothing when the provider never saw it.
  func state(of charge: Charge) async throws -> ProviderReport?
  /// Makes sure that nobody pays a charge any more.
  func close(_ charge: Charge) async throws
  /// Sends money back; asking again for the same refund never sends twice.
  func refund(_ order: RefundOrder) async throws -> ProviderReport
  /// What became of a refund.
  func state(of order: RefundOrder) async throws -> ProviderReport
  /// What a message says, once its signature and its time were found right.
  func reports(in message: ProviderMessage) async throws -> [ProviderReport]
  /// What the provider wants to hear about a message.
  func answer(accepted: Bool) -> ProviderAnswer
  /// All that moved on a day of the provider's calendar; nothing where it gives no bills.
  func bill(of day: CalendarDate) async throws -> [BillEntry]?
}

extension ProviderAccount {
  /// There are no such codes.
  public func payer(code: String) async throws -> String {
    throw ProviderFailure.refused(code: "no codes")
  }
}

/// What accounts work with.
public struct ProviderTools: Sendable {
  /// The way out.
  public let http: OutboundHTTP
  /// Clock and randomness.
  public let environment: StoreEnvironment
  /// Where the provider is, when not at its usual address.
  public let endpoint: String?
  /// What the process remembers of providers, such as their certificates.
  public let memory: ProviderMemory
}

/// Money that a shopper is to pay through a provider.
public struct Charge: Hashable, Sendable {
  /// The payment; its text is the merchant's number at the provider.
  public let payment: PaymentID
  /// The order's number, which the shopper reads.
  public let orderNumber: String
  /// On what the shopper pays.
  public let device: PaymentDevice
  /// How much.
  public let amount: Money
  /// The provider's own id of the attempt, where it has one.
  public let session: String?
  /// How many prompts there were before.
  public let prompts: Int
  /// When the payment began, in UTC.
  public let begunAt: Date
  /// Where the shopper goes afterwards.
  public let returnURL: String
  /// Where the provider tells what happened.
  public let notifyURL: String
}

/// Where a shopper pays.
public struct PaymentPrompt: Hashable, Sendable {
  /// How the shopper gets there.
  public enum Kind: String, Sendable {
    /// The text is shown as a QR code.
    case scan
    /// The text is the address of a page.
    case visit
    /// The text is JSON that the provider's app takes from a page inside it.
    case invoke
  }

  /// How the shopper gets there.
  public let kind: Kind
  /// What the code holds, or the address.
  public let text: String
  /// Until when it works, in UTC.
  public let validUntil: Date
  /// The provider's own id of the attempt, where it has one.
  public let session: String?

  /// Describes a prompt.
  public init(_ kind: Kind, _ text: String, validUntil: Date, session: String? = nil) {
    self.kind = kind
    self.text = text
    self.validUntil = validUntil
    self.session = session
  }

  /// The same with an id of the attempt.
  func of(session: String?) -> Self { Self(kind, text, validUntil: validUntil, session: session) }
}

/// Money that a provider is to send back.
public struct RefundOrder: Hashable, Sendable {
  /// The refund; its text is the merchant's number at the provider.
  public let refund: RefundID
  /// The payment.
  public let payment: PaymentID
  /// How much goes back.
  public let amount: Money
  /// How much was paid.
  public let paid: Money
  /// Why.
  public let reason: String
  /// The provider's reference of the payment.
  public let paymentReference: String?
  /// The provider's reference of the refund, once it has given one.
  public let reference: String?
}

/// What a provider, or somebody in its name, sent.
public struct ProviderMessage: Hashable, Sendable {
  /// Header fields by their names in lower case.
  public let headers: [String: String]
  /// The body as it was sent.
  public let body: [UInt8]

  /// Describes a message.
  public init(headers: [String: String], body: [UInt8]) {
    self.headers = headers
    self.body = body
  }
}

/// What a provider is answered.
public struct ProviderAnswer: Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// The media type.
  public let contentType: String
  /// The body.
  public let body: String

  /// Describes an answer.
  public init(status: Int, contentType: String, body: String) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

/// What a provider says about a payment or a refund.
public struct ProviderReport: Hashable, Sendable {
  /// What it is about, by the merchant's number.
  public enum Subject: Hashable, Sendable {
    /// A payment.
    case payment(String)
    /// A refund.
    case refund(String)
  }

  /// What has become of it.
  public enum Outcome: String, Sendable {
    /// The money moved.
    case succeeded
    /// The money did not and will not move.
    case failed
    /// Nobody knows yet.
    case pending
  }

  /// The provider's id of the event; one that is told twice has one effect.
  public let eventID: String
  /// What it is about.
  public let subject: Subject
  /// What has become of it.
  public let outcome: Outcome
  /// How much, in minor units; nothing where the provider does not say.
  public let amount: Int64?
  /// The ISO 4217 code; nothing where the provider does not say.
  public let currency: String?
  /// The provider's reference.
  public let reference: String?
  /// Who paid, as the provider knows them; nothing where it does not say.
  ///
  /// It is not kept: the shop makes a digest of it (`PayerRule`).
  public let payer: String?

  /// Describes a report.
  public init(
    eventID: String,
    _ subject: Subject,
    _ outcome: Outcome,
    amount: Int64? = nil,
    currency: String? = nil,
    reference: String? = nil,
    payer: String? = nil
  ) {
    self.eventID = eventID
    self.subject = subject
    self.outcome = outcome
    self.amount = amount
    self.currency = currency
    self.reference = reference
    self.payer = payer
  }
}

/// One movement on a provider's bill.
public struct BillEntry: Hashable, Sendable {
  /// What moved, by the merchant's number.
  public let subject: ProviderReport.Subject
  /// How much, in minor units, above zero.
  public let amount: Int64
  /// The ISO 4217 code.
  public let currency: String
  /// The provider's reference.
  public let reference: String

  /// Describes a movement.
  public init(
    _ subject: ProviderReport.Subject,
    amount: Int64,
    currency: String,
    reference: String
  ) {
    self.subject = subject
    self.amount = amount
    self.currency = currency
    self.reference = reference
  }
}

/// Why a provider did not do what it was asked, without keys or personal data.
public enum ProviderFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// It refuses for good: asking again would not help.
  case refused(code: String)
  /// It cannot now: asking again may help.
  case unavailable(code: String)
  /// Signature, time or account are not right.
  case untrusted
  /// The answer has another shape than the protocol says.
  case malformed
  /// A key in the settings cannot be read.
  case keyUnreadable(name: String)

  /// What happened.
  public var description: String {
    switch self {
    case .refused(let code): "the provider refused: \(code)"
    case .unavailable(let code): "the provider cannot do it now: \(code)"
    case .untrusted: "what came in the provider's name is not signed by it"
    case .malformed: "the provider's answer cannot be read"
    case .keyUnreadable(let name): "the key \(name) of the payment account cannot be read"
    }
  }
}

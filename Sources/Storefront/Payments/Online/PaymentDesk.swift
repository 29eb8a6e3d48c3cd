internal import Foundation
public import TenantStore

/// A shop's dealings with providers of payments: everything that waits for somebody outside.
///
/// No call happens inside a transaction: read, leave, call, come back. Whatever a provider says, by
/// callback, answer or bill, goes through one table of effects, so each may come first, or twice.
///
/// ## Topics
///
/// ### The shopper
/// - ``prompt(for:of:on:returnURL:notifyURL:in:)``
/// - ``payer(code:from:of:in:)``
///
/// ### The provider
/// - ``answer(to:from:for:in:)``
///
/// ### Later
/// - ``settle(_:for:in:)``
/// - ``send(_:for:in:)``
/// - ``matchBills(of:for:in:)``
public struct PaymentDesk: Sendable {
  /// How many messages in a provider's name that are not its own are kept an hour.
  public static let forgedHourlyLimit = 60

  let shop: Shop
  private let http: OutboundHTTP
  private let variables: [String: String]
  private let memory = ProviderMemory()

  /// Opens the desk.
  ///
  /// - Parameters:
  ///   - shop: The façade whose ways to pay are known.
  ///   - http: The way out.
  ///   - variables: The process's environment: secrets, and `CRADLE_PAYMENT_URL_` with a provider's
  ///     code in capitals for a provider that is not at its usual address.
  public init(shop: Shop = Shop(), http: OutboundHTTP, variables: [String: String]) {
    self.shop = shop
    self.http = http
    self.variables = variables
  }

  /// A merchant's account at a provider, with its keys.
  ///
  /// - Throws: ``StorefrontRefusal`` when the shop does not offer it, `SecretError`, or
  ///   ``ProviderFailure`` when a key cannot be read.
  func account(_ code: String, of tenant: TenantSnapshot, in database: TenantDatabase) async throws
    -> any ProviderAccount
  {
    let (provider, method) = try shop.paymentMethod(code, of: tenant)
    guard let online = provider as? any OnlinePaymentProvider else {
      throw StorefrontRefusal(.providerUnknown)
    }
    let secrets = try SecretStore(database: database, variables: variables)
    let tools = ProviderTools(
      http: http,
      environment: database.environment,
      endpoint: variables["CRADLE_PAYMENT_URL_\(code.uppercased())"],
      memory: memory
    )
    return try await online.account(method, tools: tools) { reference in
      try await secrets.secret(reference, of: tenant)
    }
  }
}

extension Shop {
  /// Whether a way to pay takes the money at the door.
  public func collectsOnDelivery(_ code: String) -> Bool {
    providers.contains { $0.code == code && $0.collectsOnDelivery }
  }

  /// Whether a way to pay is carried out by a provider outside.
  public func isOnline(_ code: String) -> Bool {
    providers.contains { $0.code == code && $0 is any OnlinePaymentProvider }
  }
}

extension TenantQuerying {
  /// Where the shopper was led to pay an order, while that works and nothing has come of it.
  public func openPrompt(of order: OrderID) async throws -> PaymentPrompt? {
    guard let payment = try await latestPayment(of: order), payment.ledger.status == .pending,
      let prompt = payment.prompt, prompt.validUntil > environment.now()
    else { return nil }
    return prompt
  }
}

extension PaymentDesk {
  /// Where the shopper pays an order; the same place while it works on their device.
  ///
  /// A provider may take an attempt on one kind of device only. Whoever goes on with another one makes
  /// a new attempt; the one before is called off, and closed at the provider.
  /// - Parameters:
  ///   - order: The order.
  ///   - tenant: The shop.
  ///   - device: On what the shopper pays.
  ///   - returnURL: Where the shopper goes afterwards.
  ///   - notifyURL: Where the provider tells what happened.
  ///   - database: Where the shop's rows are.
  /// - Returns: Where to pay.
  /// - Throws: ``StorefrontRefusal`` with the code `transition_refused` when nothing is to be paid
  ///   any more, `provider_unknown`, or `provider_unavailable` when there is no answer.
  public func prompt(
    for order: OrderID,
    of tenant: TenantSnapshot,
    on device: PaymentDevice = .desktop,
    returnURL: String,
    notifyURL: String,
    in database: TenantDatabase
  ) async throws -> PaymentPrompt {
    let payment = try await awaited(order, of: tenant, on: device, in: database)
    if let prompt = payment.prompt, prompt.validUntil > database.environment.now() {
      return prompt
    }
    let charge = payment.charge(on: device, returnURL: returnURL, notifyURL: notifyURL)
    let prompt: PaymentPrompt
    do {
      let account = try await account(payment.ledger.provider, of: tenant, in: database)
      let given = try await account.prompt(for: charge)
      let payer = Self.payer(device, at: payment.ledger.provider, of: tenant)
      prompt = given.kind == .invoke ? given.of(session: payer) : given
    } catch let refusal as StorefrontRefusal {
      throw refusal
    } catch let error where error is ProviderFailure || error is OutboundFailure {
      throw StorefrontRefusal(.providerUnavailable, details: ["reason": .string("\(error)")])
    }
    try await database.transaction(for: tenant.id) { transaction in
      guard try await transaction.keep(prompt, of: payment.id) else {
        throw StorefrontRefusal(.transitionRefused)
      }
      try await transaction.enqueue(
        PaymentJob.settle(
          payment.id,
          step: 0,
          at: transaction.environment.now() + (PaymentQueryRule.pause(after: 0) ?? 0)
        )
      )
    }
    return prompt
  }

  /// Who pays inside the provider's app, as the shop may keep it.
  private static func payer(_ device: PaymentDevice, at provider: String, of tenant: TenantSnapshot)
    -> String?
  {
    guard case .weChat(let openID) = device else { return nil }
    return PayerRule.digest(openID, at: provider, of: tenant.id)
  }

  /// Whom a code names that the provider's app gave to a page.
  ///
  /// - Parameters:
  ///   - code: The code, which works once.
  ///   - provider: The code of the way to pay.
  ///   - tenant: The shop.
  ///   - database: Where the shop's rows are.
  /// - Returns: The provider's id of whoever looks.
  /// - Throws: ``StorefrontRefusal`` with the code `provider_unknown`, or `provider_unavailable` when
  ///   there is no answer, or the code names nobody.
  public func payer(
    code: String,
    from provider: String,
    of tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> String {
    do {
      return try await account(provider, of: tenant, in: database).payer(code: code)
    } catch let error where error is ProviderFailure || error is OutboundFailure {
      throw StorefrontRefusal(.providerUnavailable, details: ["reason": .string("\(error)")])
    }
  }

  /// Whether an attempt was begun on a device, or for somebody, for whom it does not work.
  private func isElsewhere(
    _ payment: OnlinePayment,
    _ device: PaymentDevice,
    _ tenant: TenantSnapshot
  ) throws -> Bool {
    let (provider, method) = try shop.paymentMethod(payment.ledger.provider, of: tenant)
    guard let prompt = payment.prompt,
      let kind = (provider as? any OnlinePaymentProvider)?.kind(on: device, by: method)
    else { return false }
    let payer = Self.payer(device, at: payment.ledger.provider, of: tenant)
    return prompt.kind != kind || kind == .invoke && prompt.session != payer
  }

  /// The payment that an order waits for; a new attempt when the last one has ended, or does not work
  /// on the device.
  private func awaited(
    _ id: OrderID,
    of tenant: TenantSnapshot,
    on device: PaymentDevice,
    in database: TenantDatabase
  ) async throws -> OnlinePayment {
    try await database.transaction(for: tenant.id) { transaction in
      guard let held = try await transaction.lockOrder(id) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      guard held.state.status == .placed, held.state.payment == .unpaid,
        let latest = try await transaction.latestPayment(of: id)
      else { throw StorefrontRefusal(.transitionRefused, details: held.state.details) }
      guard shop.isOnline(held.provider) else { throw StorefrontRefusal(.providerUnknown) }
      if latest.ledger.status == .pending {
        guard try isElsewhere(latest, device, tenant) else { return latest }
        try await transaction.note(.left, of: latest.id, by: .shopper)
        try await transaction.enqueue(PaymentJob.settle(latest.id, step: 0, because: "left"))
      }
      guard let order = try await transaction.order(id) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      // Not what the last attempt was about: the price may have been lowered since.
      try transaction.beginPayment(
        order.total,
        of: id,
        provider: held.provider,
        reference: nil
      )
      guard let begun = try await transaction.latestPayment(of: id) else {
        throw TenantStoreError.emptyAnswer
      }
      return begun
    }
  }
}

extension PaymentDesk {
  /// Takes a message in a provider's name, and gives the answer in the provider's form.
  ///
  /// What is not signed by the provider, or does not fit, is refused and kept for a person.
  /// - Throws: ``StorefrontRefusal`` when the shop does not offer the provider.
  public func answer(
    to message: ProviderMessage,
    from code: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> ProviderAnswer {
    let account = try await account(code, of: tenant, in: database)
    let reports: [ProviderReport]
    do {
      reports = try await account.reports(in: message)
    } catch is ProviderFailure {
      try await database.transaction(for: tenant.id) { transaction in
        try await transaction.keepForged(from: code, hourlyLimit: Self.forgedHourlyLimit)
      }
      return account.answer(accepted: false)
    }
    var isAccepted = true
    for report in reports {
      let verdict = try await take(report, from: code, by: .callback, for: tenant, in: database)
      if case .refused = verdict { isAccepted = false }
    }
    return account.answer(accepted: isAccepted)
  }

  func take(
    _ report: ProviderReport,
    from code: String,
    by source: ReportSource,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> ReportVerdict {
    try await database.transaction(for: tenant.id) { transaction in
      try await shop.take(report, from: code, by: source, in: transaction)
    }
  }
}

extension PaymentDesk {
  /// Asks a provider what became of a payment, and closes one that was called off.
  ///
  /// - Returns: Whether nothing is to be asked any more.
  public func settle(
    _ id: PaymentID,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> Bool {
    guard let payment = try await database.reading(tenant.id).onlinePayment(id) else { return true }
    switch payment.ledger.status {
    case .paid, .refunded, .surplus: return true
    case .pending, .void: break
    }
    let code = payment.ledger.provider
    let account = try await account(code, of: tenant, in: database)
    let charge = payment.charge()
    if let report = try await account.state(of: charge) {
      let verdict = try await take(report, from: code, by: .answer, for: tenant, in: database)
      switch (verdict, report.outcome) {
      case (.refused, _): return true
      case (_, .succeeded), (_, .failed): return true
      case (_, .pending): break
      }
    }
    guard payment.ledger.status == .void else { return false }
    try await account.close(charge)
    try await database.transaction(for: tenant.id) { transaction in
      try await transaction.note(.closed, of: id, by: .system)
    }
    return true
  }

  /// Sends a refund to its provider, or asks what became of it.
  ///
  /// - Returns: Whether nothing is to be asked any more.
  public func send(
    _ id: RefundID,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> Bool {
    let scope = database.reading(tenant.id)
    guard
      let refund = try await scope.refund(id),
      refund.status == .requested || refund.status == .sent,
      let payment = try await scope.payment(of: id)
    else { return true }
    let code = payment.ledger.provider
    let account = try await account(code, of: tenant, in: database)
    let order = payment.refundOrder(refund)
    do {
      let report =
        refund.status == .requested
        ? try await account.refund(order) : try await account.state(of: order)
      _ = try await take(report, from: code, by: .answer, for: tenant, in: database)
      return report.outcome != .pending
    } catch ProviderFailure.refused where refund.status == .sent {
      // A refused question says nothing of the money, which is under way.
      return false
    } catch ProviderFailure.refused(let code) {
      try await database.transaction(for: tenant.id) { transaction in
        try await shop.failRefund(id, by: .system, in: transaction)
      }
      throw PermanentJobFailure("the provider refused the refund: \(code)")
    }
  }
}

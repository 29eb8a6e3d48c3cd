internal import Foundation
public import TenantStore

/// Who signed in.
public struct MemberSignIn: Hashable, Sendable {
  /// The account, the one that stays when several were merged.
  public let member: MemberID
  /// Whether the account was made by this.
  public let isNew: Bool
}

/// Lets families in: a code goes to a phone or an address, and whoever enters it owns it.
public struct SignInDesk: Sendable {
  private let providers: [any MessageProvider]
  private let codes: SignInCodes

  /// A desk with the ways to send codes, one for each channel.
  public init(providers: [any MessageProvider], codes: SignInCodes) {
    self.providers = providers
    self.codes = codes
  }

  /// Sends a code, which lives for five minutes and replaces an earlier one.
  ///
  /// The answer is the same whether the address has an account or not. Nothing is sent inside the
  /// transaction, so a slow provider holds nobody up.
  /// - Throws: ``MembershipRefusal`` with the code `contact_invalid` (`reason`: `country` for a number of
  ///   a country that the shop does not write to), `code_too_soon` with `retry_after` in seconds, or
  ///   `message_not_sent`; `TenancyRefusal` with the code `quota_exceeded` when the shop has sent as
  ///   many today as its plan allows.
  public func requestCode(
    _ channel: ContactChannel,
    _ text: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let address = ContactRule.normal(channel, text),
      let provider = providers.first(where: { $0.channel == channel })
    else { throw MembershipRefusal(.contactInvalid, fields: [channel.rawValue]) }
    if channel == .phone, try !tenant.membership.mayWrite(to: address, market: tenant.market) {
      throw MembershipRefusal(
        .contactInvalid,
        details: ["fields": [.string(channel.rawValue)], "reason": "country"]
      )
    }
    let code = codes.make(in: database.environment)
    let hash = codes.hash(code, for: address, of: tenant.id)
    try await database.transaction(for: tenant.id) { transaction in
      let now = transaction.environment.now()
      let last = try await transaction.lockSentCode(channel, address)
      let count = try SendLimitRule.next(after: last, now: now)
      guard
        try await transaction.keepCode(
          channel,
          address,
          hash: hash,
          count: count,
          after: last?.sentAt
        )
      else { throw SendLimitRule.tooSoon(SignInCodes.pause) }
      // Last, because all sign-ins of the shop want this row.
      try await transaction.consume(.codesPerDay, for: tenant)
    }
    do {
      try await provider.send(code: code, to: address, from: tenant, in: database)
    } catch {
      throw MembershipRefusal(.messageNotSent)
    }
  }

  /// Takes a code, and gives the account of the address; the first one makes it.
  ///
  /// The attempt is counted in a transaction of its own, so that a wrong code counts although it is
  /// refused, and attempts beside each other count too.
  /// - Throws: ``MembershipRefusal`` with the code `contact_invalid`, `code_expired`, `code_wrong`
  ///   with `left`, or `code_locked`.
  public func enter(
    _ code: String,
    _ channel: ContactChannel,
    _ text: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> MemberSignIn {
    let address = try await prove(code, channel, text, for: tenant, in: database)
    return try await database.transaction(for: tenant.id) { transaction in
      try await Families().enter(channel, address, in: transaction)
    }
  }

  /// Takes a code for a further address of a member who is signed in.
  ///
  /// - Throws: As ``enter(_:_:_:for:in:)``, and `contact_taken` when it is another person's.
  public func add(
    _ code: String,
    _ channel: ContactChannel,
    _ text: String,
    to member: MemberID,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    let address = try await prove(code, channel, text, for: tenant, in: database)
    try await database.transaction(for: tenant.id) { transaction in
      try await Families().add(channel, address, to: member, in: transaction)
    }
  }

  private func prove(
    _ code: String,
    _ channel: ContactChannel,
    _ text: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> String {
    guard let address = ContactRule.normal(channel, text) else {
      throw MembershipRefusal(.contactInvalid, fields: [channel.rawValue])
    }
    let digits = code.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
    let hash = codes.hash(digits, for: address, of: tenant.id)
    let refusal = try await database.transaction(for: tenant.id) {
      transaction -> MembershipRefusal? in
      guard let tried = try await transaction.tryCode(channel, address) else {
        let isLocked = try await transaction.isLocked(channel, address)
        return MembershipRefusal(isLocked ? .codeLocked : .codeExpired)
      }
      guard SignInCodes.areEqual(Array(tried.hash), hash) else {
        let left = SignInCodes.attemptLimit - tried.attempts
        return MembershipRefusal(.codeWrong, details: ["left": .integer(Int64(left))])
      }
      try await transaction.useUpCode(channel, address)
      return nil
    }
    if let refusal { throw refusal }
    return address
  }
}

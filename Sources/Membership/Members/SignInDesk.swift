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
  /// - Throws: ``MembershipRefusal`` with the code `contact_invalid`, `code_too_soon` with
  ///   `retry_after` in seconds, or `message_not_sent`.
  public func requestCode(
    _ channel: ContactChannel,
    _ text: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let address = ContactRule.normal(channel, text),
      let provider = providers.first(where: { $0.channel == channel })
    else { throw MembershipRefusal(.contactInvalid, fields: [channel.rawValue]) }
    let code = codes.make(in: database.environment)
    let hash = codes.hash(code, for: address, of: tenant.id)
    try await database.transaction(for: tenant.id) { transaction in
      let now = transaction.environment.now()
      let last = try await transaction.lockSentCode(channel, address)
      let window = try SendLimitRule.next(after: last, now: now)
      guard
        try await transaction.keepCode(
          channel,
          address,
          hash: hash,
          window: window,
          after: last?.sentAt
        )
      else { throw SendLimitRule.tooSoon(SignInCodes.pause) }
    }
    do {
      try await provider.send(code: code, to: address, from: tenant)
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

/// How many codes go to one address.
enum SendLimitRule {
  /// The window and its count with one more code; thrown when there may be none yet.
  ///
  /// A clock that was set back counts as no time passed, and delays nobody by more than a window.
  static func next(after last: SentCode?, now: Date) throws(MembershipRefusal)
    -> (from: Date, sends: Int)
  {
    guard let last, last.windowFrom <= now else { return (now, 1) }
    let sinceLast = now.timeIntervalSince(last.sentAt)
    guard sinceLast >= SignInCodes.pause else { throw tooSoon(SignInCodes.pause - sinceLast) }
    let sinceWindow = now.timeIntervalSince(last.windowFrom)
    guard sinceWindow < SignInCodes.window else { return (now, 1) }
    guard last.sends < SignInCodes.sendLimit else {
      throw tooSoon(SignInCodes.window - sinceWindow)
    }
    return (last.windowFrom, last.sends + 1)
  }

  static func tooSoon(_ seconds: TimeInterval) -> MembershipRefusal {
    let wait = Int64(max(1, min(seconds, SignInCodes.window)).rounded(.up))
    return MembershipRefusal(.codeTooSoon, details: ["retry_after": .integer(wait)])
  }
}

internal import Foundation

/// Where members of staff sign in and out.
public struct StaffEntrance: Sendable {
  private let tenant: TenantID
  private let database: TenantDatabase

  /// The entrance to one merchant's desk.
  public init(of tenant: TenantID, in database: TenantDatabase) {
    self.tenant = tenant
    self.database = database
  }

  /// Signs a member in with a session that nobody has seen before.
  ///
  /// An unknown login, a wrong password and a member without access look the same and take the same
  /// time. The password is looked at outside of any transaction.
  /// - Parameters:
  ///   - typed: The login in any case.
  ///   - password: The password.
  ///   - address: Where the request came from.
  ///   - old: The token of the device's session, which ends.
  /// - Returns: The secret for the device.
  /// - Throws: ``StaffRefusal`` with the code `sign_in_refused`, `sign_in_locked` (`retry_after` in
  ///   seconds) or `sign_in_busy`.
  public func signIn(
    _ typed: String,
    password: String,
    from address: String,
    replacing old: SessionToken? = nil
  ) async throws -> SessionToken {
    let login = StaffLoginRule.read(typed) ?? ""
    // The address first: one that has to wait must not lock other people's logins meanwhile.
    let subjects: [SignInLimitRule.Subject] = [.address(address), .login(login)]
    let claimed = try await claim(subjects)
    let found = try await database.reading(tenant).staffCredentials(login: login)
    let isRight = try await matches(password, found, subjects, claimed)
    guard isRight, let found, !found.isDisabled else { throw StaffRefusal(.signInRefused) }
    let token = SessionToken.make(in: database.environment)
    try await database.transaction(for: tenant) { transaction in
      if let old { try await transaction.endStaffSession(old) }
      guard try await transaction.startStaffSession(token, of: found) else {
        throw StaffRefusal(.signInRefused)
      }
      try await transaction.forgiveSignIn(subjects, under: transaction.signInKey())
      try await transaction.audit("tenancy.staff_signed_in", of: login, by: .staff(login))
    }
    return token
  }

  /// Looks at the password; an attempt for which nobody had time did not fail.
  private func matches(
    _ password: String,
    _ found: StaffCredentials?,
    _ subjects: [SignInLimitRule.Subject],
    _ claimed: Date
  ) async throws -> Bool {
    let hash = found.flatMap { PasswordHash($0.passwordHash) } ?? .nobodys
    do {
      return try await hash.matches(String(password.prefix(1_000)))
    } catch let refusal as StaffRefusal where refusal.code == .signInBusy {
      try await database.transaction(for: tenant) { transaction in
        let key = try await transaction.signInKey()
        for subject in subjects {
          try await transaction.takeBackSignIn(subject, of: claimed, under: key)
        }
      }
      throw refusal
    }
  }

  /// Counts an attempt.
  ///
  /// - Returns: Under which time it is counted.
  private func claim(_ subjects: [SignInLimitRule.Subject]) async throws -> Date {
    let now = database.environment.now()
    let wait = try await database.transaction(for: tenant) { transaction -> TimeInterval? in
      let key = try await transaction.signInKey()
      for subject in subjects {
        guard try await !transaction.claimSignIn(subject, at: now, under: key) else { continue }
        var wait = 1.0
        for subject in subjects {
          let until = try await transaction.signInLock(subject, under: key) ?? now
          wait = max(wait, until.timeIntervalSince(now))
        }
        return wait
      }
      return nil
    }
    guard let wait else { return now }
    throw StaffRefusal(
      .signInLocked,
      details: ["retry_after": .integer(Int64(wait.rounded(.up)))]
    )
  }
}

extension TenantTransaction {
  /// Signs a member out on one device; signing out again changes nothing.
  public func signOut(_ token: SessionToken, of member: StaffMember) async throws {
    try await endStaffSession(token)
    try await audit("tenancy.staff_signed_out", of: member.login, by: member.actor)
  }
}

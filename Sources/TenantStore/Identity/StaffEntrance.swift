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
    try await claim(subjects)
    let found = try await database.reading(tenant).staffCredentials(login: login)
    let hash = found.flatMap { PasswordHash($0.passwordHash) } ?? .nobodys
    let isRight = try await hash.matches(String(password.prefix(1_000)))
    guard isRight, let found, !found.isDisabled else { throw StaffRefusal(.signInRefused) }
    let token = SessionToken.make(in: database.environment)
    try await database.transaction(for: tenant) { transaction in
      if let old { try await transaction.endStaffSession(old) }
      guard try await transaction.startStaffSession(token, of: found) else {
        throw StaffRefusal(.signInRefused)
      }
      try await transaction.forgiveSignIn(subjects)
      try await transaction.audit("tenancy.staff_signed_in", of: login, by: .staff(login))
    }
    return token
  }

  private func claim(_ subjects: [SignInLimitRule.Subject]) async throws {
    let isFree = try await database.transaction(for: tenant) { transaction in
      for subject in subjects where try await !transaction.claimSignIn(subject) { return false }
      return true
    }
    guard !isFree else { return }
    let (scope, now) = (database.reading(tenant), database.environment.now())
    var seconds = 1.0
    for subject in subjects {
      let until = try await scope.signInLock(subject) ?? now
      seconds = max(seconds, until.timeIntervalSince(now))
    }
    throw StaffRefusal(
      .signInLocked,
      details: ["retry_after": .integer(Int64(seconds.rounded(.up)))]
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
